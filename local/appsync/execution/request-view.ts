import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { LocalRequest } from '../../service.ts';
import { identityOf } from '../auth/identity.ts';
import type { Caller } from '../auth/caller.ts';
import type { RequestView } from './state.ts';

/** The request as resolvers see it, with the headers that AppSync adds. */
export function viewOf(
  caller: Caller,
  request: { readonly headers: LocalRequest['headers']; readonly sourceIp: string },
  clock: Clock,
): RequestView {
  const requestId = randomUUID();
  const seconds = Math.floor(clock.now() / 1000);
  const traceId = `Root=1-${seconds.toString(16).padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
  const given = request.headers['x-amzn-trace-id'];
  return {
    requestId,
    identity: identityOf(caller, [request.sourceIp]),
    headers: {
      ...request.headers,
      'x-forwarded-for': request.headers['x-forwarded-for'] ?? request.sourceIp,
      'x-amzn-requestid': requestId,
      'x-amzn-trace-id': given?.startsWith('Root=1-') ? given : traceId,
    },
  };
}

export function sourceIpOf(request: LocalRequest): string {
  return (request.raw.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
}
