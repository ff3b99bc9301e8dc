/** Asks the process of global-setup.js for a shared server and returns its address; the first to ask starts it. */
export async function sharedServer(name: 'postgres' | 'temporal' | 'workflows'): Promise<string> {
  const servers = process.env['QUIETLINE_TEST_SERVERS'];
  if (!servers) throw new Error('Only *.int.spec.ts and *.e2e.spec.ts get servers: rename this file');
  const response = await fetch(`${servers}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`The tests' ${name} did not start: ${text}`);
  return text;
}
