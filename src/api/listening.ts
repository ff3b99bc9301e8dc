import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ApiParts } from './api-parts.js';
import { createApp } from './app.js';
import { type Face, facesByPort } from './faces.js';

/** The ports that are listened on, until it is closed: what is under way may finish first. */
export interface Listening {
  close(): Promise<void>;
}

/** One of the ports cannot be had. */
export class PortError extends Error {
  override readonly name = 'PortError';
  constructor(port: number, faces: readonly Face[], cause: unknown) {
    const variables = faces.map((face) => VARIABLES[face]).join(', ');
    super(`Port ${port} cannot be listened on: end what does, or set ${variables} to another`, { cause });
  }
}

const VARIABLES: Readonly<Record<Face, string>> = { pages: 'PORT', api: 'API_PORT', metrics: 'METRICS_PORT' };

interface Door {
  readonly port: number;
  readonly faces: readonly Face[];
  readonly app: NestFastifyApplication;
}

/** Shows every face on its port, at every address of this machine. Throws PortError, and listens nowhere then. */
export async function listen(parts: ApiParts): Promise<Listening> {
  const doors: Door[] = [];
  for (const [port, faces] of facesByPort(parts.config.faces))
    doors.push({ port, faces, app: await createApp(parts, faces) });
  const close = async () => void (await Promise.all(doors.map(({ app }) => app.close())));
  try {
    for (const door of doors) await open(door);
  } catch (error) {
    await close();
    throw error;
  }
  for (const { port, faces } of doors) parts.log.info({ port, faces }, 'the API listens');
  return { close };
}

async function open({ port, faces, app }: Door): Promise<void> {
  try {
    await app.listen(port, '0.0.0.0');
  } catch (cause) {
    throw new PortError(port, faces, cause);
  }
}
