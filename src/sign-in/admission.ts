import type { FastifyRequest } from 'fastify';

/** Who may in once signed in; bound to participations by whoever knows them. */
export abstract class Admission {
  /** Whether this customer was ever invited to anything. */
  abstract isInvited(customerId: string): Promise<boolean>;

  /** What somebody is told who has signed in, was invited to nothing, and asks for a customer's page; it is counted. */
  abstract refusal(request: FastifyRequest): Promise<Error>;

  /** Keeps what somebody wrote for longer than the session lasted, so that it is there again once they have signed in. */
  abstract keepUnsent(request: FastifyRequest): Promise<void>;
}
