import type { LocalRequest } from '../../service.ts';
import { AwsError } from '../../errors.ts';
import { isObject } from '../properties.ts';

export const SUBPROTOCOL = 'graphql-ws';
const HEADER_SUBPROTOCOL = 'header-';

/**
 * The request for whose signature, key or token a WebSocket client vouches: a POST to `path` with `body`.
 * Clients give its headers on connecting and again with each subscription.
 */
export function vouchedRequest(
  upgrade: LocalRequest,
  headers: Readonly<Record<string, unknown>>,
  path: string,
  body: string,
): LocalRequest {
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    raw: upgrade.raw,
    method: 'POST',
    path,
    query: new URLSearchParams(),
    headers: Object.fromEntries(lowered) as Record<string, string>,
    body: Buffer.from(body),
  };
}

/**
 * The headers with which a client connects: base64url in a subprotocol `header-…`, or base64 in the query's `header`.
 * @throws AwsError BadRequestException
 */
export function connectionHeaders(upgrade: LocalRequest): Record<string, unknown> {
  const offered = (upgrade.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const subprotocol = offered.find((name) => name.startsWith(HEADER_SUBPROTOCOL));
  const encoded = subprotocol?.slice(HEADER_SUBPROTOCOL.length) ?? upgrade.query.get('header');
  if (!encoded) throw badRequest('Missing authorization header.');
  try {
    // Node reads both alphabets of base64; a "+" of the query may have become a space.
    const headers: unknown = JSON.parse(Buffer.from(encoded.replaceAll(' ', '+'), 'base64').toString());
    if (isObject(headers)) return headers;
  } catch {
    // Falls through: not JSON.
  }
  throw badRequest('Invalid authorization header.');
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message, 400);
}
