import { rm } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { build as esbuild, type BuildFailure } from 'esbuild';

/** Files of `resolvers/` that are code of a resolver or an AppSync function: those that export both handlers. */
const RESOLVER_ENTRIES = [
  'resolvers/*/{Query,Mutation,Subscription,Lesson}.*.ts',
  'resolvers/steps/{decide,complete,settle,move,show}-*.ts',
];

/** Folders of the bundles. */
export const RESOLVERS = 'build/resolvers';
export const FUNCTIONS = 'build/functions';

/** Names and white space are shortened for AppSync's limit on code; the syntax stays as it was written and linted. */
function buildResolvers() {
  return esbuild({
    entryPoints: globSync(RESOLVER_ENTRIES),
    outbase: 'resolvers',
    outdir: RESOLVERS,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['@aws-appsync/utils', '@aws-appsync/utils/dynamodb'],
    minifyWhitespace: true,
    minifyIdentifiers: true,
    // Beside the bundle, not in it: a refusal is told by the place in the source.
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
  });
}

/** One folder a function, with its SDK clients in the version that was tested. */
function buildFunctions() {
  const entries = globSync('functions/*/handler.ts');
  return esbuild({
    entryPoints: entries.map((entry) => ({ in: entry, out: `${basename(dirname(entry))}/index` })),
    outdir: FUNCTIONS,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': resolve('functions/shared/credential-provider.ts') },
    minify: true,
    // Some of the SDK's dependencies are CommonJS and call `require`.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
  });
}

/**
 * Bundles everything that the template carries. What is no longer made goes last: somebody else may be reading, a test
 * beside a start, and must never find the folder empty.
 * @throws Error whose message is one line
 */
export async function build(): Promise<void> {
  const results = await Promise.all([buildResolvers(), buildFunctions()]).catch((error: unknown) => {
    throw new Error(buildProblem(error), { cause: error });
  });
  const made = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
  const stale = globSync('build/{resolvers,functions}/**/*.{js,mjs}').filter((path) => !made.has(path));
  await Promise.all(stale.map((path) => rm(path)));
}

/** The first thing that esbuild does not like, in one line. */
function buildProblem(error: unknown): string {
  const [problem] = (error as Partial<BuildFailure>).errors ?? [];
  if (!problem) return String(error);
  const { location, text } = problem;
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}
