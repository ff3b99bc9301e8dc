import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { notFound, type Problem } from '../problems/problem.js';
import { rowById } from './rows.js';
import type { ParticipationRow, ParticipationView } from './view.js';
import { Views } from './views.js';

/** Participations as they are to be read. */
@Injectable()
export class Participations {
  constructor(
    private readonly database: Database,
    private readonly views: Views,
  ) {}

  /** Throws Problem (404). */
  async get(id: string): Promise<ParticipationView> {
    return this.views.of(await this.row(id));
  }

  private async row(id: string): Promise<ParticipationRow> {
    const row = isId(id) ? await rowById(this.database.pool, id) : undefined;
    if (!row) throw unknownParticipation();
    return row;
  }
}

/** Whether this can be a participation's id at all; anything else stands for none. */
export function isId(text: string): boolean {
  return z.guid().safeParse(text).success;
}

export function unknownParticipation(): Problem {
  return notFound('participation-unknown', 'There is no participation with this id.');
}
