import { z } from 'zod';
import type { ProgrammeVersion } from '../../prisma/generated/client.js';
import { pageSchema } from '../paging/page.js';

const instant = z.iso.datetime();
const state = z.enum(['draft', 'published']).meta({ id: 'VersionState' });

/** One version of a programme; `definition` as it was sent. */
export const versionSchema = z
  .object({
    version: z.int(),
    state,
    createdAt: instant,
    publishedAt: instant.nullable(),
    definition: z.unknown(),
  })
  .meta({ id: 'ProgrammeVersion' });

/** A programme with its versions, newest first. */
export const programmeSchema = z
  .object({ code: z.string(), versions: z.array(versionSchema) })
  .meta({ id: 'Programme' });

export type ProgrammeView = z.infer<typeof programmeSchema>;

export const programmesSchema = pageSchema(programmeSchema);

/** A version's number in an address. */
export const versionNumber = z.coerce.number<string>().int().min(1).max(2_147_483_647);

/** What creating and publishing answer. */
export const versionStateSchema = z
  .object({ code: z.string(), version: z.int(), state })
  .meta({ id: 'ProgrammeVersionState' });

export type VersionState = z.infer<typeof versionStateSchema>;

/** The view of a programme from all its versions. */
export function programmeView(code: string, versions: readonly ProgrammeVersion[]): ProgrammeView {
  return { code, versions: versions.map(versionView) };
}

function versionView(row: ProgrammeVersion): ProgrammeView['versions'][number] {
  return {
    version: row.version,
    state: row.state === 'published' ? 'published' : 'draft',
    createdAt: row.createdAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    definition: row.definition,
  };
}
