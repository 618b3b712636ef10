import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalRequest, Service } from '../../../../local/service.ts';

function read(raw: IncomingMessage, body: Buffer = Buffer.alloc(0)): LocalRequest {
  const url = new URL(raw.url ?? '/', 'http://local');
  const headers = Object.entries(raw.headers).map(([name, value]) => [name, String(value)]);
  return {
    raw,
    method: raw.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
  };
}

/** Serves one service on a free port; returns its URL and what stops it. */
export async function serve(service: Service): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((raw, response) => {
    const chunks: Buffer[] = [];
    raw.on('data', (chunk: Buffer) => chunks.push(chunk));
    raw.on('end', () => {
      void Promise.resolve(service.handle?.(read(raw, Buffer.concat(chunks)), response)).then((handled) => {
        if (!handled) response.writeHead(404).end();
      });
    });
  });
  server.on('upgrade', (raw, socket, head) => {
    if (!service.upgrade?.(read(raw), socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await service.stop?.();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
