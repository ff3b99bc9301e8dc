import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** Which methods each address template answers, collected while routes are added. */
export class Methods {
  private readonly byTemplate = new Map<string, Set<string>>();

  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url, method }) => {
      const methods = this.byTemplate.get(url) ?? new Set();
      for (const each of [method].flat()) methods.add(each);
      this.byTemplate.set(url, methods);
    });
  }

  /** 405 with the methods that this path (without query) answers, or undefined where it answers none. */
  problem(path: string): Problem | undefined {
    const allowed = [...this.byTemplate]
      .filter(([template]) => matches(template, path))
      .flatMap(([, methods]) => [...methods]);
    if (allowed.length === 0) return undefined;
    return new Problem(405, 'method-not-allowed', `This address answers ${allowed.join(', ')}.`, {
      headers: { allow: allowed.join(', ') },
    });
  }
}

/** Whether the path is one of the template's, `:name` standing for one part. */
function matches(template: string, path: string): boolean {
  const parts = path.split('/');
  const wanted = template.split('/');
  return (
    wanted.length === parts.length && wanted.every((each, i) => each.startsWith(':') || each === parts[i])
  );
}
