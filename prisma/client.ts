import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from './generated/client.js';

/**
 * A Prisma client over a pool that its caller owns, so that raw SQL and Prisma share the same connections.
 * `$disconnect()` leaves the pool open: whoever made the pool ends it.
 */
export function createPrisma(pool: Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}
