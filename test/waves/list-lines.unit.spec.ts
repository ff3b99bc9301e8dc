import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { lineBlocks } from '../../src/waves/list-lines.js';

it('a list of more bytes than it may have is refused, whatever they are', async () => {
  const lines = async (longest: number) => {
    const source = Readable.from([Buffer.from('a,b\n'), Buffer.from('\n\n\n'), Buffer.from('c')]);
    return ((await Readable.from(lineBlocks(source, longest)).toArray()) as string[][]).flat();
  };
  expect(await lines(8)).toEqual(['a,b', '', '', '', 'c']);
  await expect(lines(7)).rejects.toMatchObject({ status: 413, code: 'list-too-long' });
});
