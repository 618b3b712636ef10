/**
 * The program of the sandbox's process. It has no event loop: it waits for a line, runs a handler, and answers, until
 * its input ends. Its first line is the library.
 */
import { readSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { Realm } from './realm.ts';
import { BROKEN, Lines, MAX_ANSWER, READY, TOO_LONG, wordsOf } from './sandbox-protocol.ts';

const INPUT = 0;
const OUTPUT = 1;
const chunk = Buffer.allocUnsafe(65_536);
const decoder = new StringDecoder('utf8');
const lines = new Lines();
let realm: Realm | undefined;

function answerTo(line: string): string | undefined {
  if (!realm) {
    realm = new Realm(JSON.parse(line) as string);
    return READY;
  }
  if (line.startsWith('define ')) {
    const [, id = '', factory = ''] = wordsOf(line, 2);
    realm.define(id, JSON.parse(factory) as string);
    return undefined;
  }
  const [, id = '', handler = '', now = '', context = ''] = wordsOf(line, 4);
  const answer = realm.run(id, handler, context, Number(now));
  if (answer === undefined || answer.includes('\n')) return BROKEN;
  return answer.length > MAX_ANSWER ? TOO_LONG : answer;
}

function write(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(OUTPUT, bytes, at);
}

for (let size = readSync(INPUT, chunk); size > 0; size = readSync(INPUT, chunk)) {
  for (const line of lines.take(decoder.write(chunk.subarray(0, size)))) {
    const answer = answerTo(line);
    if (answer !== undefined) write(`${answer}\n`);
  }
}
