import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join } from 'node:path';
import { bundledCode } from './bundled-code.ts';

/** As the local cloud says it, of the code that the template carries: a bundle on one line. */
const REFUSAL = /^(?<part>(?<kind>Resolver|Function) (?<name>\S+)), code\.js:(?<line>\d+):(?<column>\d+): (?<why>.*)$/;

/** A refusal of a resolver's code, with the place in the file that an engineer has written; any other text as it is. */
export function atSource(message: string, assembly: string): string {
  const { part, kind, name = '', line, column, why } = REFUSAL.exec(message)?.groups ?? {};
  const { bundle } = bundledCode(assembly).find((code) => code.kind === kind && code.name === name) ?? {};
  const map = `${bundle}.map`;
  if (!existsSync(map)) return message;
  const payload = JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload;
  const origin = new SourceMap(payload).findEntry(Number(line) - 1, Number(column) - 1);
  if (!('originalSource' in origin)) return message;
  const file = join(dirname(map), origin.originalSource);
  return `${part}, ${file}:${origin.originalLine + 1}:${origin.originalColumn + 1}: ${why}`;
}
