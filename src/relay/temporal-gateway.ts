import { randomUUID } from 'node:crypto';
import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import Long from 'long';
import { CREDIT, CREDIT_SUMMARY, creditIdOf } from '../../workflows/contract/credit.js';
import { PHASE, PROGRAMME } from '../../workflows/contract/search-attributes.js';
import {
  type Invitation,
  PARTICIPATION,
  TASK_QUEUE,
  workflowIdOf,
} from '../../workflows/contract/participation.js';
import { WAVE, WAVE_SUMMARY, waveIdOf } from '../../workflows/contract/wave.js';
import { isOwnFault } from '../temporal.js';
import type { Signal } from './signal-of.js';

/** NOT_FOUND, and ALREADY_EXISTS of one that has ended. */
const MISSING = new Set([5, 6]);
/** Within it the SDK repeats a call that the server is away for; a relay holds its claim as long. */
const ONE_CALL_MS = 8_000;

/** What sending came to: acknowledged, no such running workflow, or a fault that waiting does not mend. Outages are thrown. */
export type Sent = 'sent' | 'workflow-missing' | { readonly fault: string };

/** Temporal cannot be asked at the moment; everything is held and tried again. */
export class OutageError extends Error {
  override readonly name = 'OutageError';
  /** The gRPC status that came instead of an answer. */
  readonly status: number | undefined;
  /** It was the only participation that was asked about: whether anybody else would be answered is not known. */
  readonly isOfOne: boolean;

  constructor(
    message: string,
    options: ErrorOptions & { status?: number | undefined; isOfOne?: boolean } = {},
  ) {
    super(message, options);
    this.status = options.status;
    this.isOfOne = options.isOfOne ?? false;
  }

  /** The same, met by one participation alone. */
  ofOne(): OutageError {
    return new OutageError(this.message, { cause: this.cause, status: this.status, isOfOne: true });
  }
}

/** A workflow to be started, or to be started with a signal. */
export interface Start {
  readonly participation: string;
  readonly invitation: Invitation;
}

const { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } = proto.temporal.api.enums.v1;

/** Starts and signals participations; a request repeated under the same id, made of its delivery's, is dropped by the server. Throws OutageError. */
export class TemporalGateway {
  constructor(
    private readonly connection: Connection,
    private readonly namespace: string,
    private readonly identity: string,
    private readonly oneCallMs = ONE_CALL_MS,
  ) {}

  /** Starts the workflow asleep: its first task comes with the first signal, or when `startDelayMs` is over. */
  start(start: Start, request: string, startDelayMs: number): Promise<Sent> {
    return this.call(() =>
      this.connection.workflowService.startWorkflowExecution({
        ...this.started(start, request),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
        workflowStartDelay: duration(startDelayMs),
      }),
    );
  }

  /** Wakes a workflow that sleeps since its start, and starts one that was lost on the way. */
  signalWithStart(start: Start, request: string, { name, content }: Signal): Promise<Sent> {
    return this.call(() =>
      this.connection.workflowService.signalWithStartWorkflowExecution({
        ...this.started(start, request),
        signalName: name,
        signalInput: payloads(content),
      }),
    );
  }

  signal(participation: string, request: string, { name, content }: Signal): Promise<Sent> {
    return this.call(() =>
      this.connection.workflowService.signalWorkflowExecution({
        namespace: this.namespace,
        workflowExecution: { workflowId: workflowIdOf(participation) },
        signalName: name,
        input: payloads(content),
        requestId: requestId(request),
        identity: this.identity,
      }),
    );
  }

  /** Starts the workflow that credits one grant, unless it runs. */
  startCredit(grant: string): Promise<Sent> {
    return this.call(() =>
      this.connection.workflowService.startWorkflowExecution(
        this.once(creditIdOf(grant), CREDIT, CREDIT_SUMMARY, grant),
      ),
    );
  }

  /** Starts the workflow that sends a wave of this programme, unless it runs. */
  startWave(wave: string, programme: string): Promise<Sent> {
    return this.call(() =>
      this.connection.workflowService.startWorkflowExecution({
        ...this.once(waveIdOf(wave), WAVE, WAVE_SUMMARY, { wave }),
        searchAttributes: { indexedFields: { [PROGRAMME.name]: keyword(programme) } },
      }),
    );
  }

  /** One at a time under this id, and again when the last has ended. */
  private once(workflowId: string, type: string, summary: string, input: unknown) {
    return {
      namespace: this.namespace,
      workflowId,
      workflowType: { name: type },
      taskQueue: { name: TASK_QUEUE },
      input: payloads(input),
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
      userMetadata: { summary: payload(summary) },
      requestId: randomUUID(),
      identity: this.identity,
    };
  }

  private started({ participation, invitation }: Start, request: string) {
    const { code, version } = invitation.terms.programme;
    return {
      namespace: this.namespace,
      workflowId: workflowIdOf(participation),
      workflowType: { name: PARTICIPATION },
      taskQueue: { name: TASK_QUEUE },
      input: payloads(invitation),
      workflowIdReusePolicy: WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
      searchAttributes: {
        indexedFields: { [PROGRAMME.name]: keyword(code), [PHASE.name]: keyword('invited') },
      },
      userMetadata: { summary: payload(`Participation in ${code}, version ${version}`) },
      requestId: requestId(request),
      identity: this.identity,
    };
  }

  private async call(send: () => Promise<unknown>): Promise<Sent> {
    try {
      await this.connection.withDeadline(Date.now() + this.oneCallMs, send);
      return 'sent';
    } catch (error) {
      if (!isGrpcServiceError(error)) throw error;
      if (MISSING.has(error.code) && !error.details.toLowerCase().includes('namespace'))
        return 'workflow-missing';
      if (isOwnFault(error)) return { fault: `temporal-refused-${error.code}` };
      const message = `Temporal cannot be asked (gRPC status ${error.code})`;
      throw new OutageError(message, { cause: error, status: error.code });
    }
  }
}

function requestId(request: string): string {
  return `delivery-${request}`;
}

function payload(value: unknown) {
  return defaultPayloadConverter.toPayload(value);
}

function payloads(value: unknown) {
  return { payloads: [payload(value)] };
}

function keyword(value: string) {
  return payload([value]);
}

function duration(ms: number) {
  const seconds = Math.floor(ms / 1000);
  return { seconds: Long.fromNumber(seconds), nanos: (ms - seconds * 1000) * 1_000_000 };
}
