import { afterAll, beforeAll, expect, it } from 'vitest';
import { Server } from '../../../local/server.ts';
import { functionOf } from './fixture.ts';

const { lambda } = functionOf(
  'export const handler = async (event) => { if (event.fail) throw new Error("no"); return { got: event }; };',
);
const server = new Server([lambda], { onDefect: (request, error) => expect.fail(`${request} ${String(error)}`) });
let url: string;

beforeAll(async () => {
  url = `http://127.0.0.1:${await server.listen(0)}`;
});
afterAll(async () => {
  await lambda.stop();
  await server.close();
});

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/2015-03-31/functions/${path}/invocations`, {
    method: 'POST',
    body,
    headers: { authorization: 'signed', ...headers },
  });
}

it.each(['subject', 'subject:$LATEST', encodeURIComponent('arn:aws:lambda:us-east-1:000000000000:function:subject')])(
  'invokes %s',
  async (name) => {
    const response = await post(name, '{"n":1}');
    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(await response.json()).toEqual({ got: { n: 1 } });
  },
);

it('says in a header that the code failed', async () => {
  const response = await post('subject', '{"fail":true}');
  expect(response.status).toBe(200);
  expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
  expect(await response.json()).toMatchObject({ errorType: 'Error', errorMessage: 'no' });
});

it.each([
  ['Event', 202],
  ['DryRun', 204],
])('answers the invocation type %s with %i and no body', async (type, status) => {
  const response = await post('subject', '{}', { 'x-amz-invocation-type': type });
  expect([response.status, await response.text()]).toEqual([status, '']);
});

const event = { 'x-amz-invocation-type': 'Event' };

it.each<[what: string, refused: { name?: string; body?: string; headers?: Record<string, string> }, string, number]>([
  ['an unknown function', { name: 'gone' }, 'ResourceNotFoundException', 404],
  ['a body that is no JSON', { body: '{' }, 'InvalidRequestContentException', 400],
  ['another type', { headers: { 'x-amz-invocation-type': 'Later' } }, 'InvalidParameterValueException', 400],
  ['a stranger', { headers: { authorization: '' } }, 'AccessDeniedException', 400],
  ['a large event', { body: `"${'x'.repeat(1_048_576)}"`, headers: event }, 'RequestEntityTooLargeException', 413],
])('refuses %s', async (_, { name = 'subject', body = '{}', headers }, code, status) => {
  const response = await post(name, body, headers);
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, code]);
  expect(await response.json()).toMatchObject({ __type: code, message: expect.any(String) });
});

it('leaves other requests to others', async () => {
  const response = await fetch(`${url}/2015-03-31/functions/subject`);
  expect(response.headers.get('x-amzn-errortype')).not.toBe('ResourceNotFoundException');
});
