import { Readable } from 'node:stream';
import type { Page } from '../../src/paging/page.js';
import type { ReportRow, WaveView } from '../../src/waves/wave.js';
import { until } from '../support/until.js';
import type { TestApi } from './api.js';

export const CONSENT = 'express-consent,form 17 of 2026-03-01';
export const HEADER = 'customerId,mobile,smsBasis,smsEvidence';

/** A list of these customers, each with a number that may be written to. */
export function listOf(customers: readonly string[]): string {
  const line = (customer: string, i: number) =>
    `${customer},+4915123${String(i).padStart(6, '4')},${CONSENT}`;
  return [HEADER, ...customers.map(line)].join('\n');
}

/** The calls about waves, as the operator's system makes them. */
export function waveCalls(api: TestApi) {
  async function wave(programme = 'online-statt-hotline'): Promise<WaveView> {
    return (await api.call<WaveView>('POST', '/v1/waves', { programme })).body;
  }

  /** Sends this list, in pieces as a network would. */
  async function fill<Body = WaveView>(
    id: string,
    list: string | Buffer | AsyncIterable<string | Buffer>,
    type = 'text/csv',
  ): Promise<{ status: number; body: Body }> {
    const source = typeof list === 'string' || Buffer.isBuffer(list) ? [list] : list;
    const response = await fetch(`${api.url}/v1/waves/${id}/list`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await api.issuer.token('operator')}`, 'content-type': type },
      body: Readable.toWeb(Readable.from(source)) as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    return { status: response.status, body: (await response.json()) as Body };
  }

  /** Until a list is coming in for this wave, or is not any more. */
  const comingIn = (id: string, expected = true) =>
    until(async () => {
      const coming = 'select from incoming_list where wave_id = $1';
      const { rowCount } = await api.database.pool.query(coming, [id]);
      return (rowCount === 1) === expected || undefined;
    });

  /** Until so many rows of the list that is coming in for this wave are kept aside. */
  const kept = (id: string, atLeast: number) =>
    until(async () => {
      const { rows } = await api.database.pool.query<{ count: number }>(
        `select coalesce(sum(jsonb_array_length(i.rows)), 0)::int as count
         from incoming_rows i join incoming_list l on l.id = i.list_id where l.wave_id = $1`,
        [id],
      );
      return (rows[0]?.count ?? 0) >= atLeast || undefined;
    });

  async function report(id: string, query = ''): Promise<readonly ReportRow[]> {
    const rows: ReportRow[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next && `&cursor=${next}`;
      const page: Page<ReportRow> = (
        await api.call<Page<ReportRow>>('GET', `/v1/waves/${id}/report?limit=200${query}${cursor}`)
      ).body;
      rows.push(...page.items);
      next = page.next;
    }
    return rows;
  }

  const reasons = async (id: string) =>
    (await report(id)).map(({ customerId, verdict, reason }) => `${customerId} ${reason ?? verdict}`);
  return { wave, fill, comingIn, kept, report, reasons };
}
