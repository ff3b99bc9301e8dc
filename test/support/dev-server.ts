import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { executable } from './executables.js';

/**
 * A Temporal dev server in memory, of the caller's own: every workflow's clock can be moved by itself. `settings` are more
 * of the server's dynamic settings, each as `name=value`.
 */
export function startDevServer(settings: readonly string[] = []): Promise<TestWorkflowEnvironment> {
  const dynamic = ['frontend.WorkflowTimeSkippingEnabled=true', ...settings];
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: executable('temporal') },
      log: { format: 'pretty', level: 'error' },
      extraArgs: dynamic.flatMap((setting) => ['--dynamic-config-value', setting]),
      searchAttributes: ['programme', 'phase'].map((name) =>
        defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
      ),
    },
  });
}
