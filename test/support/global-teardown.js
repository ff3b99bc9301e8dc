/** Ends the servers; fails the run when they do not end cleanly. */
export default async function tearDown() {
  const { servers, ended } = globalThis.quietlineTestServers;
  servers.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`The test servers ended with code ${code}`);
}
