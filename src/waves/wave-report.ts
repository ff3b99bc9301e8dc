import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Database } from '../database/database.js';
import { type Page, pageOf } from '../paging/page.js';
import { detailOf } from './refusals.js';
import { readWave } from './stored-wave.js';
import type { ReportQuery, ReportRow } from './wave.js';

const AT_A_TIME = 1_000;

const REPORT = `
select n as row, customer_id as "customerId", verdict, reason, hint, participation_id as "participationId" from wave_row
where wave_id = $1 and n > $2 and ($3::text is null or verdict = $3) order by n limit $4`;

/** The columns of the report as a file. */
const COLUMNS = ['row', 'customerId', 'verdict', 'reason', 'participationId', 'detail'] as const;

type Verdict = ReportRow['verdict'];
type StoredRow = Omit<ReportRow, 'detail'> & { readonly hint: string | null };

/** What became of each row of a list. */
export class WaveReport {
  constructor(private readonly database: Database) {}

  /** Throws Problem (404). */
  async page(id: string, { verdict, cursor = 0, limit }: ReportQuery): Promise<Page<ReportRow>> {
    const wave = await readWave(this.database.pool, id);
    return pageOf(
      await this.rows(wave.id, cursor, verdict, limit + 1),
      limit,
      (row) => row,
      ({ row }) => row,
    );
  }

  /**
   * The whole report as CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheets), however long it is; a cell that a spreadsheet
   * would take for a formula is made harmless by an apostrophe. Throws Problem (404).
   */
  async csv(id: string, { verdict }: Pick<ReportQuery, 'verdict'>): Promise<Readable> {
    const wave = await readWave(this.database.pool, id);
    const file = stringify({
      header: true,
      columns: [...COLUMNS],
      bom: true,
      escape_formulas: true,
      record_delimiter: '\r\n',
    });
    // whoever reads the file hears of a failure, as it breaks off
    pipeline(Readable.from(this.all(wave.id, verdict)), file, () => undefined);
    return file;
  }

  private async *all(wave: string, verdict: Verdict | undefined): AsyncGenerator<ReportRow> {
    let after = 0;
    for (;;) {
      const rows = await this.rows(wave, after, verdict, AT_A_TIME);
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < AT_A_TIME) return;
      after = last.row;
    }
  }

  private async rows(wave: string, after: number, verdict: Verdict | undefined, limit: number) {
    const values = [wave, after, verdict ?? null, limit];
    const { rows } = await this.database.pool.query<StoredRow>(REPORT, values);
    return rows.map(({ hint, ...row }): ReportRow => ({ ...row, detail: detailOf(hint) }));
  }
}
