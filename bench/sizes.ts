import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** AppSync's limit on the code of a resolver or function, in characters. */
export const MAX_RESOLVER_CHARACTERS = 32_768;
/** Budgets in bytes. */
export const MEDIAN_RESOLVER_BUDGET = 1_500;
export const FUNCTION_BUDGET = 400_000;

/** Sizes of what the template carries, as it was built for it. */
export interface CodeSizes {
  readonly resolvers: {
    readonly count: number;
    /** Bytes. */
    readonly median: number;
    readonly largest: { readonly file: string; readonly bytes: number; readonly characters: number };
  };
  /** Bytes of each function's bundle, uncompressed. */
  readonly functions: Readonly<Record<string, number>>;
}

/** @param folder of the build: what the last synthesis has written */
export function readSizes(folder = 'build'): CodeSizes {
  const resolvers = globSync('**/*.js', { cwd: `${folder}/resolvers` })
    .map((file) => {
      const code = readFileSync(`${folder}/resolvers/${file}`, 'utf8');
      return { file, bytes: Buffer.byteLength(code), characters: code.length };
    })
    .sort((a, b) => a.bytes - b.bytes);
  const largest = resolvers.at(-1);
  if (!largest) throw new Error(`${folder}/resolvers has no resolvers.`);
  const functions = globSync('functions/*/index.mjs', { cwd: folder })
    .sort()
    .map((file) => [basename(dirname(file)), readFileSync(`${folder}/${file}`).length] as const);
  return {
    resolvers: { count: resolvers.length, median: medianOf(resolvers.map(({ bytes }) => bytes)), largest },
    functions: Object.fromEntries(functions),
  };
}

/** @param ascending at least one */
function medianOf(ascending: readonly number[]): number {
  const middle = ascending.length / 2;
  const low = ascending[Math.ceil(middle) - 1] ?? 0;
  const high = ascending[Math.floor(middle)] ?? 0;
  return (low + high) / 2;
}
