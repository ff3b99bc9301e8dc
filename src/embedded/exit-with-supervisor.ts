// Loaded first into every Node process that the supervisor starts: when the supervisor is killed, its channel breaks, and
// the process stops as if asked to. PostgreSQL and Temporal have no channel: the next start ends them (leftovers.ts).
const PATIENCE_MS = 10_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
});
// Listening must not keep a process alive that has nothing else to do.
process.channel?.unref();
