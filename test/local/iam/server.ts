import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { LocalRequest } from '../../../local/service.ts';

/** Serves until the test has finished; returns the URL. */
export async function serve(handle: (request: LocalRequest, response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((raw, response) => void localRequest(raw).then((request) => handle(request, response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function localRequest(raw: IncomingMessage): Promise<LocalRequest> {
  const body = Buffer.concat(await raw.toArray());
  const { pathname, searchParams } = new URL(raw.url ?? '/', 'http://local');
  const headers = raw.headers as Record<string, string>;
  return { raw, method: raw.method ?? '', path: pathname, query: searchParams, headers, body };
}
