import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { Server } from '../../../local/server.ts';
import type { Handler } from '../../../local/server.ts';

const running: Server[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

/** Starts a server that is open to these handlers. */
async function serve(handlers: readonly Handler[], early: readonly Handler[] = [], opened = true) {
  const defects: string[] = [];
  const server = new Server(early, { onDefect: (request, error) => defects.push(`${request}: ${String(error)}`) });
  running.push(server);
  const port = await server.listen(0);
  if (opened) server.open(handlers);
  return { server, port, url: `http://127.0.0.1:${port}`, defects };
}

const echo: Handler = {
  handle({ method, path, query, headers, body }, response) {
    if (!path.startsWith('/echo')) return false;
    response.end(JSON.stringify({ method, path, a: query.getAll('a'), x: headers['x-mine'], body: body.toString() }));
    return true;
  },
};

describe('a request', () => {
  it('reaches the first handler that answers, its body read', async () => {
    const { url } = await serve([{}, { handle: () => false }, echo]);
    const response = await fetch(`${url}/echo//b%2Fc?a=1&a=%20`, {
      method: 'PUT',
      body: 'text',
      headers: { 'X-Mine': 'y' },
    });
    expect(await response.json()).toEqual({ method: 'PUT', path: '/echo//b%2Fc', a: ['1', ' '], x: 'y', body: 'text' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
  });

  it('that nobody answers is 404', async () => {
    const { url } = await serve([echo]);
    const response = await fetch(`${url}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ message: 'No service of the local cloud answers GET /nothing.' });
  });

  it('before all is deployed is 503, but for those that answer early', async () => {
    const { url, server } = await serve(
      [echo],
      [{ handle: ({ path }, response) => path === '/early' && !!response.end('yes') }],
      false,
    );
    expect((await fetch(`${url}/echo`)).status).toBe(503);
    expect(await (await fetch(`${url}/early`)).text()).toBe('yes');
    server.open([echo]);
    expect((await fetch(`${url}/echo`)).status).toBe(200);
  });

  it('that is refused gets the code, message and details of the AwsError', async () => {
    const refuse: Handler = {
      handle() {
        throw new AwsError('TransactionCanceledException', 'Canceled.', 400, {
          CancellationReasons: [{ Code: 'None' }],
        });
      },
    };
    const { url, defects } = await serve([refuse]);
    const response = await fetch(url);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('TransactionCanceledException');
    expect(await response.json()).toEqual({
      __type: 'TransactionCanceledException',
      message: 'Canceled.',
      CancellationReasons: [{ Code: 'None' }],
    });
    expect(defects).toEqual([]);
  });

  it('on which a handler breaks gets 500 without the cause, which is reported', async () => {
    const { url, defects } = await serve([{ handle: () => Promise.reject(new Error('secret')) }]);
    const response = await fetch(`${url}/x`);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ __type: 'InternalFailure' });
    expect(text).not.toContain('secret');
    expect(defects).toEqual(['GET /x: Error: secret']);
  });

  it('of more than 6 MB is 413, whether or not it says its length', async () => {
    const { url } = await serve([echo]);
    const largest = Buffer.alloc(6 * 1024 ** 2, 'x');
    expect((await fetch(`${url}/echo`, { method: 'POST', body: largest })).status).toBe(200);

    const announced = await fetch(`${url}/echo`, { method: 'POST', body: Buffer.concat([largest, Buffer.from('x')]) });
    expect(announced.status).toBe(413);

    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(largest);
        controller.enqueue(Buffer.from('x'));
        controller.close();
      },
    });
    const chunked = await fetch(`${url}/echo`, { method: 'POST', body: chunks, duplex: 'half' });
    expect(chunked.status).toBe(413);
  });
});

it('a preflight allows any origin, and the headers that were asked for by name', async () => {
  const { url } = await serve([echo]);
  const response = await fetch(`${url}/echo`, {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'authorization,x-amz-user-agent' },
  });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*, authorization,x-amz-user-agent',
    'access-control-allow-methods': expect.stringContaining('POST'),
    'access-control-max-age': '86400',
  });
});

it('a port in use is one line that says what to do', async () => {
  const { port } = await serve([]);
  const second = new Server([], { portHint: 'Or choose another.', onDefect: () => {} });
  await expect(second.listen(port)).rejects.toThrow(`Port ${port} is in use. Or choose another.`);
});

describe('a WebSocket upgrade', () => {
  /** What the server writes until it closes the connection. */
  function upgrade(port: number, path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      });
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }

  const realtime: Handler = {
    upgrade(request, socket) {
      if (request.path === '/broken') throw new Error('broken');
      if (request.path !== '/realtime') return false;
      socket.end(`accepted ${request.query.get('a')}`);
      return true;
    },
  };

  it('reaches the handler that takes it', async () => {
    const { port } = await serve([echo, realtime]);
    expect(await upgrade(port, '/realtime?a=1')).toBe('accepted 1');
  });

  it('that nobody takes is 404, and 500 where a handler breaks', async () => {
    const { port, defects } = await serve([realtime]);
    expect(await upgrade(port, '/other')).toMatch(/^HTTP\/1.1 404 /);
    expect(await upgrade(port, '/broken')).toMatch(/^HTTP\/1.1 500 /);
    expect(defects).toEqual(['upgrade /broken: Error: broken']);
  });

  it('does not keep the server from closing', async () => {
    const { port, server } = await serve([{ upgrade: () => true }]);
    const closed = upgrade(port, '/');
    await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    running.splice(0);
    await expect(closed.catch(() => '')).resolves.toBe('');
  });
});
