import type { ServerResponse } from 'node:http';
import { AwsError } from '../errors.ts';
import type { LocalRequest } from '../service.ts';
import { decodeCbor, encodeCbor } from './cbor.ts';

/** An operation as a request names it, in one of the protocols that CloudWatch's SDKs speak. */
export interface WireCall {
  readonly operation: string;
  /** @throws AwsError SerializationException */
  input(): unknown;
  answer(response: ServerResponse, body: Readonly<Record<string, unknown>>): void;
  fail(response: ServerResponse, error: AwsError): void;
}

const SERVICE = 'GraniteServiceVersion20100801';
const PATH = new RegExp(`^/service/${SERVICE}/operation/(\\w+)$`);

/** @returns null where the request is for another service */
export function wireCall(request: LocalRequest): WireCall | null {
  const [, byPath] = PATH.exec(request.path) ?? [];
  if (byPath) return { operation: byPath, ...cbor(request) };
  const target = request.headers['x-amz-target'] ?? '';
  if (target.startsWith(`${SERVICE}.`)) return { operation: target.slice(SERVICE.length + 1), ...json(request) };
  return null;
}

/** Smithy RPC v2 CBOR. */
function cbor({ body }: LocalRequest): Omit<WireCall, 'operation'> {
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  return {
    input: () => parsed(() => (body.length === 0 ? {} : decodeCbor(body))),
    answer: (response, answer) => {
      send(response, 200, headers, encodeCbor(answer));
    },
    fail: (response, { code, message, status }) => {
      send(response, status, headers, encodeCbor({ __type: `com.amazonaws.cloudwatch#${code}`, message }));
    },
  };
}

/** AWS JSON 1.0. */
function json({ body }: LocalRequest): Omit<WireCall, 'operation'> {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  // Times are seconds since the epoch.
  const text = (answer: unknown) =>
    JSON.stringify(answer, function (this: Record<string, unknown>, name, value: unknown) {
      const given = this[name];
      return given instanceof Date ? given.getTime() / 1000 : value;
    });
  return {
    input: () => parsed(() => JSON.parse(body.toString() || '{}')),
    answer: (response, answer) => {
      send(response, 200, headers, Buffer.from(text(answer)));
    },
    fail: (response, { code, message, status }) => {
      send(response, status, headers, Buffer.from(text({ __type: code, message })));
    },
  };
}

function parsed(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (cause) {
    throw new AwsError('SerializationException', `The request can't be read: ${(cause as Error).message}`);
  }
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, bytes: Buffer): void {
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}
