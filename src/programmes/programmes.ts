import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { Database } from '../database/database.js';
import type { Definition } from '../domain/definition.js';
import { type OwnValues, smsTooLong } from '../domain/messages/own-sms.js';
import { codeSchema } from '../domain/schema.js';
import { Answer } from '../idempotency/answer.js';
import type { Call } from '../idempotency/call.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { cursorOf, limit, type Page, pageOf } from '../paging/page.js';
import { invalidRequest } from '../problems/fields.js';
import { notFound, Problem } from '../problems/problem.js';
import { type ProgrammeView, programmeView, type VersionState } from './programme.js';

export const programmesQuery = z.strictObject({ cursor: cursorOf(codeSchema).exactOptional(), limit });

/** Programmes and their versions. */
@Injectable()
export class Programmes {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly own: OwnValues,
  ) {}

  /** 201 with the next version of this code, as a draft. Throws Problem (400) for an SMS that gets too long here. */
  create(call: Call, definition: Definition): Promise<Answer> {
    const tooLong = smsTooLong(definition.messages?.texts ?? {}, this.own, definition.quietPeriod.lasts);
    if (tooLong.length > 0)
      throw invalidRequest(tooLong.map((each) => ({ ...each, pointer: `/messages/texts${each.pointer}` })));
    return this.idempotency.once(call, async (client) => {
      const version = await nextVersion(client, definition);
      return new Answer(201, { code: definition.code, version, state: 'draft' } satisfies VersionState);
    });
  }

  async list({ cursor, limit: size }: z.output<typeof programmesQuery>): Promise<Page<ProgrammeView>> {
    const codes = await this.database.prisma.programmeVersion.findMany({
      distinct: ['code'],
      select: { code: true },
      orderBy: { code: 'asc' },
      take: size + 1,
      ...(cursor !== undefined && { where: { code: { gt: cursor } } }),
    });
    const versions = Object.groupBy(await this.versions(codes.map(({ code }) => code)), ({ code }) => code);
    return pageOf(
      codes,
      size,
      ({ code }) => programmeView(code, versions[code] ?? []),
      ({ code }) => code,
    );
  }

  /** Throws Problem (404). */
  async get(code: string): Promise<ProgrammeView> {
    const versions = await this.versions([code]);
    if (versions.length === 0) throw unknown();
    return programmeView(code, versions);
  }

  /** From now on this version is what customers are invited to. Throws Problem (404, 409). */
  async publish(code: string, version: number): Promise<VersionState> {
    const { pool } = this.database.commands;
    const { rowCount: published } = await pool.query(
      `update programme_version set state = 'published', published_at = now()
       where code = $1 and version = $2 and state = 'draft'`,
      [code, version],
    );
    if (published === 1) return { code, version, state: 'published' };
    const { rowCount: known } = await pool.query(
      'select from programme_version where code = $1 and version = $2',
      [code, version],
    );
    if (known === 0) throw unknown();
    throw new Problem(
      409,
      'already-published',
      'This version is published and never changes: create a new one.',
    );
  }

  private versions(codes: readonly string[]) {
    return this.database.prisma.programmeVersion.findMany({
      where: { code: { in: [...codes] } },
      orderBy: { version: 'desc' },
    });
  }
}

/** Writers of the same code wait for each other, so that no number is given twice or left out. */
async function nextVersion(client: PoolClient, definition: Definition): Promise<number> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('programme ' || $1, 0))`, [
    definition.code,
  ]);
  const { rows } = await client.query<{ version: number }>(
    `insert into programme_version (code, version, state, definition)
     select $1, coalesce(max(version), 0) + 1, 'draft', $2 from programme_version where code = $1 returning version`,
    [definition.code, JSON.stringify(definition)],
  );
  if (!rows[0]) throw new Error('a new programme version was not written');
  return rows[0].version;
}

function unknown(): Problem {
  return notFound('programme-unknown', 'There is no such programme, or no such version of it.');
}
