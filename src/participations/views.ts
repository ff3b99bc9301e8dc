import { Injectable } from '@nestjs/common';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import type { Queryable } from '../database/database.js';
import { PublishedProgrammes } from '../programmes/published.js';
import { participationView, type ParticipationRow, type ParticipationView } from './view.js';

/** Where the Temporal Web UI shows a workflow of ours; null where none is configured. */
export class WorkflowLinks {
  constructor(
    private readonly config: { readonly temporalUiUrl?: string | undefined; temporalNamespace: string },
  ) {}

  of(participation: string): string | null {
    return this.to(workflowIdOf(participation));
  }

  to(workflowId: string): string | null {
    const { temporalUiUrl, temporalNamespace } = this.config;
    if (temporalUiUrl === undefined) return null;
    return `${temporalUiUrl}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows/${workflowId}`;
  }
}

/** Makes views of rows: adds the pinned terms and the link. */
@Injectable()
export class Views {
  constructor(
    private readonly programmes: PublishedProgrammes,
    private readonly links: WorkflowLinks,
  ) {}

  /** `db`: as for `Programmes`. */
  async of(db: Queryable, row: ParticipationRow): Promise<ParticipationView> {
    const { terms } = await this.programmes.version(row.programme_code, row.programme_version, db);
    return participationView(row, terms, this.links.of(row.id));
  }
}
