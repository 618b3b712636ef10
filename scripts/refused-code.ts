import { globSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join } from 'node:path';
import { RESOLVERS } from './bundle.ts';

/** As the local cloud says it, of the code that the template carries: a bundle on one line. */
const REFUSAL =
  /^(?<part>(?<kind>Resolver|Function) (?<name>\S+)), line (?<line>\d+), column (?<column>\d+): (?<why>.*)$/;

/** A refusal of a resolver's code, with the place in the file that an engineer has written; any other text as it is. */
export function atSource(message: string, assembly: string): string {
  const { part, kind, name = '', line, column, why } = REFUSAL.exec(message)?.groups ?? {};
  const bundle = kind === 'Function' ? bundleOfFunction(name, assembly) : `*/${name}`;
  const [map] = bundle ? globSync(`${RESOLVERS}/${bundle}.js.map`) : [];
  if (!map) return message;
  const payload = JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload;
  const origin = new SourceMap(payload).findEntry(Number(line) - 1, Number(column) - 1);
  if (!('originalSource' in origin)) return message;
  const file = join(dirname(map), origin.originalSource);
  return `${part}, ${file}:${origin.originalLine + 1}:${origin.originalColumn + 1}: ${why}`;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: FunctionProperties }>>;
}

interface FunctionProperties {
  readonly Name?: string;
  /** The bundle that it was made of, as the CDK app notes it. */
  readonly Description?: string;
}

function bundleOfFunction(name: string, assembly: string): string | undefined {
  const templates = globSync(`${assembly}/*.template.json`);
  const resources = templates.flatMap((path) =>
    Object.values((JSON.parse(readFileSync(path, 'utf8')) as Template).Resources),
  );
  const found = resources.find(
    ({ Type, Properties }) => Type === 'AWS::AppSync::FunctionConfiguration' && Properties?.Name === name,
  );
  return found?.Properties?.Description;
}
