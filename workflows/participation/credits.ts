import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { CREDIT_SUMMARY, creditIdOf } from '../contract/credit.js';
import { credit } from '../credit/workflow.js';

/** Hands grants that one quick try could not credit to a workflow each; they outlive this one. */
export async function beginCredits(grants: readonly string[]): Promise<void> {
  await Promise.all(grants.map(begin));
}

async function begin(grant: string): Promise<void> {
  try {
    await startChild(credit, {
      workflowId: creditIdOf(grant),
      args: [grant],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: CREDIT_SUMMARY,
    });
  } catch (error) {
    // A step that was recorded before, as after a reset, may have begun this credit already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
