import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { LocalRequest } from '../../service.ts';
import { identityOf } from '../auth/identity.ts';
import type { Caller } from '../auth/caller.ts';
import type { RequestHeaders, RequestView } from './state.ts';

/** The request as resolvers see it, with the headers that AppSync adds. */
export function viewOf(
  caller: Caller,
  request: { readonly headers: RequestHeaders; readonly sourceIp: string },
  clock: Clock,
): RequestView {
  const requestId = randomUUID();
  const seconds = Math.floor(clock.now() / 1000);
  const traceId = `Root=1-${seconds.toString(16).padStart(8, '0')}-${randomUUID().replaceAll('-', '').slice(0, 24)}`;
  // AppSync shows no cookies.
  const { cookie: _, ...headers } = request.headers;
  const given = headers['x-amzn-trace-id'];
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().flatMap((list) => list.split(/\s*,\s*/));
  return {
    requestId,
    identity: identityOf(caller, [...forwarded, request.sourceIp]),
    headers: {
      ...headers,
      'x-forwarded-for': headers['x-forwarded-for'] ?? request.sourceIp,
      'x-amzn-requestid': requestId,
      'x-amzn-trace-id': typeof given === 'string' && given.startsWith('Root=1-') ? given : traceId,
    },
  };
}

/** Those that were sent several times as lists. */
export function headersOf({ raw, headers }: LocalRequest): RequestHeaders {
  // Nearly always; the path of every request.
  if (raw.rawHeaders.length === 2 * Object.keys(headers).length) return headers;
  const repeated = Object.entries(raw.headersDistinct).filter(([, values]) => values && values.length > 1);
  return { ...headers, ...Object.fromEntries(repeated) } as RequestHeaders;
}

export function sourceIpOf(request: LocalRequest): string {
  return (request.raw.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
}
