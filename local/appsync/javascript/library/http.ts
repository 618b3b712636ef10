import { evaluation } from './evaluation.ts';

type Headers = Readonly<Record<string, unknown>>;

const { fromEntries } = Object;
const { stringify } = JSON;

/** Between one connection and the next: never copied to another request. */
const OF_THE_CONNECTION = [
  ...['transfer-encoding', 'connection', 'host', 'expect', 'keep-alive', 'upgrade', 'proxy-authenticate'],
  ...['proxy-authorization', 'te', 'content-length'],
];
const OF_APPSYNC = [
  ...['access-control-allow-credentials', 'access-control-allow-origin', 'access-control-expose-headers'],
  ...['access-control-max-age', 'access-control-allow-methods', 'access-control-allow-headers', 'vary', 'content-type'],
];
/** Characters of names and values together. */
const MAX_SIZE = 4_096;

function isRestricted(name: string): boolean {
  const lower = name.toLowerCase();
  const isOfAws = lower.startsWith('x-amzn-') || lower.startsWith('x-amz-');
  return isOfAws || OF_THE_CONNECTION.includes(lower) || OF_APPSYNC.includes(lower);
}

function sizeOf(headers: Readonly<Record<string, string>>): number {
  return Object.entries(headers).reduce((size, [name, value]) => size + name.length + value.length, 0);
}

/** A header that can't be sent is left out, and the operation has an error that says so. */
function reject(message: string): void {
  evaluation.effects.appended.push({ message, type: 'ResponseHeaderError', data: null, errorInfo: null });
}

function addResponseHeader(name: unknown, value: unknown): void {
  if (typeof name !== 'string' || name === '') return reject('The name of a response header is empty');
  if (isRestricted(name)) return reject(`The response header ${name} is restricted`);
  if (value === null || value === undefined) return reject(`The response header ${name} has no value`);
  const text = typeof value === 'string' ? value : stringify(value);
  const known = evaluation.effects.responseHeaders ?? {};
  const others = fromEntries(Object.entries(known).filter(([other]) => other.toLowerCase() !== name.toLowerCase()));
  const headers = { ...others, [name]: text };
  if (sizeOf(headers) > MAX_SIZE) return reject('The response headers exceed 4 KB');
  evaluation.effects.responseHeaders = headers;
}

/** `util.http`. */
export const http = {
  copyHeaders: (headers: Headers): Headers =>
    fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name.toLowerCase()))),

  addResponseHeader,

  addResponseHeaders(headers: Headers): void {
    for (const [name, value] of Object.entries(headers)) addResponseHeader(name, value);
  },
};
