import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

const file = '.bootstrap.lock';

/** Lets one bootstrap at a time work in this folder: two starts in one clone would install over each other. */
export async function inTurn(work) {
  let told = false;
  while (!take()) {
    const holder = readHolder();
    if (holder !== undefined && (!isAlive(holder) || isOld())) rmSync(file, { force: true });
    else {
      if (!told && holder) say(`waiting for another start in this folder (process ${holder})`);
      told ||= holder !== undefined;
      await sleep(300);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the turn; undefined when it has just given it back or has not written its number yet. */
function readHolder() {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** No start takes half an hour: a number that old has been given to another process since. */
function isOld() {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - made > 30 * 60_000;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
