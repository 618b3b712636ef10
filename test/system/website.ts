import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, type BuildOptions } from 'esbuild';

export interface Website {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const HTML =
  '<!doctype html><meta charset="utf-8"><title>A client</title><script type="module" src="/app.js"></script>';

/**
 * Serves a page from an origin of its own.
 * @param configFile the client's file of the backend
 * @param script what the page runs
 */
export async function serveWebsite(
  configFile: string,
  script: Pick<BuildOptions, 'entryPoints' | 'stdin'> = { entryPoints: ['test/system/page.ts'] },
): Promise<Website> {
  const { outputFiles } = await build({
    ...script,
    jsx: 'automatic',
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  const files: Readonly<Record<string, readonly [type: string, content: string]>> = {
    '/': ['text/html', HTML],
    // Browsers ask for it by themselves, and complain where it is missing.
    '/favicon.ico': ['image/x-icon', ''],
    '/app.js': ['text/javascript', outputFiles[0]!.text],
    '/amplify.local.json': ['application/json', readFileSync(configFile, 'utf8')],
  };
  const server = createServer(({ url = '' }, response) => {
    const [type, content] = files[url] ?? ['text/plain', ''];
    response.writeHead(url in files ? 200 : 404, { 'content-type': type });
    response.end(content);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
