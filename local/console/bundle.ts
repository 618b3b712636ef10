import { basename, extname, join } from 'node:path';
import { build } from 'esbuild';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly content: Uint8Array;
}

const PAGE = join(import.meta.dirname, 'page');

/** Monaco's editors work in workers, each a program of its own. */
const WORKERS: Readonly<Record<string, string>> = {
  'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
  'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
  'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
};

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
};

/**
 * Everything that the page loads but its HTML, by name. Made in memory when somebody first opens the console: two
 * seconds then, none at each start, and nothing that can be stale.
 */
export async function bundlePage(): Promise<ReadonlyMap<string, PageFile>> {
  const { outputFiles } = await build({
    absWorkingDir: PAGE,
    entryPoints: { app: join(PAGE, 'app.tsx'), ...WORKERS },
    outdir: PAGE,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.ttf': 'file' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  return new Map(
    outputFiles.map(({ path, contents }) => [
      basename(path),
      { type: TYPES[extname(path)] ?? 'application/octet-stream', content: contents },
    ]),
  );
}
