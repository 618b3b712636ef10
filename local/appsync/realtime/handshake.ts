import type { LocalRequest } from '../../service.ts';
import { isObject } from '../properties.ts';
import { badRequest, Refusal } from './errors.ts';

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
  // A signature's path is read off the wire: it is the vouched one, not that of the upgrade.
  const raw = Object.create(upgrade.raw, { url: { value: path } }) as LocalRequest['raw'];
  const query = new URLSearchParams();
  return { raw, method: 'POST', path, query, headers: lowered(headers), body: Buffer.from(body) };
}

/**
 * The headers with which a client connects, in one of AppSync's three ways: base64url in a subprotocol `header-…`,
 * base64 in the query's `header` beside an empty `payload`, or as headers of the upgrade itself.
 * @throws Refusal
 */
export function connectionHeaders(upgrade: LocalRequest): Readonly<Record<string, unknown>> {
  const offered = (upgrade.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(SUBPROTOCOL)) throw badRequest('NoProtocolError');
  const subprotocol = offered.find((name) => name.startsWith(HEADER_SUBPROTOCOL));
  if (subprotocol !== undefined) return decoded(subprotocol.slice(HEADER_SUBPROTOCOL.length));
  const header = upgrade.query.get('header');
  if (header !== null) {
    if (!upgrade.query.get('payload')) throw missingHeaders();
    return decoded(header);
  }
  if (upgrade.headers['authorization'] ?? upgrade.headers['x-api-key']) return upgrade.headers;
  throw missingHeaders();
}

function decoded(encoded: string): Record<string, unknown> {
  const headers = parse(encoded);
  if (!isObject(headers)) {
    throw new Refusal({ errorType: 'BadRequestException', message: 'Invalid authorization header.', errorCode: 400 });
  }
  if (!lowered(headers)['host']) throw missingHeaders();
  return headers;
}

function parse(encoded: string): unknown {
  try {
    // Node reads both alphabets of base64; a "+" of the query may have become a space.
    return JSON.parse(Buffer.from(encoded.replaceAll(' ', '+'), 'base64').toString());
  } catch {
    return undefined;
  }
}

function lowered(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function missingHeaders(): Refusal {
  return badRequest('Required headers are missing.');
}
