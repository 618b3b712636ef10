import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../errors.ts';
import type { LocalRequest } from '../service.ts';

/** What a request's `Authorization` header says. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** In lower case, sorted as signed. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly signature: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Reads the header form of Signature Version 4.
 *
 * @throws AwsError MissingAuthenticationTokenException, IncompleteSignatureException
 */
export function parseAuthorization(headers: Readonly<Record<string, string>>): Authorization {
  const header = headers['authorization'];
  if (!header) throw new AwsError('MissingAuthenticationTokenException', 'Request is missing Authentication Token');
  const part = (name: string) => new RegExp(`(?:^|[\\s,])${name}=([^,\\s]+)`).exec(header)?.[1] ?? '';
  const [credential, signedHeaders, signature] = [part('Credential'), part('SignedHeaders'), part('Signature')];
  const [accessKeyId = '', date = '', region = '', service = '', terminator] = credential.split('/');
  const isScoped = [accessKeyId, date, region, service].every(Boolean) && terminator === 'aws4_request';
  const complaints: [boolean, string][] = [
    [!header.startsWith(`${ALGORITHM} `), `Authorization header requires the algorithm '${ALGORITHM}'.`],
    [!credential, "Authorization header requires 'Credential' parameter."],
    [!signature, "Authorization header requires 'Signature' parameter."],
    [!signedHeaders, "Authorization header requires 'SignedHeaders' parameter."],
    [!headers['x-amz-date'], "Authorization header requires existence of a 'X-Amz-Date' header."],
    [credential !== '' && !isScoped, `Credential must have exactly 5 slash-delimited elements, got '${credential}'.`],
  ];
  const applying = complaints.filter(([applies]) => applies).map(([, complaint]) => complaint);
  if (applying.length > 0) throw new AwsError('IncompleteSignatureException', applying.join(' '));
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.toLowerCase().split(';'), signature };
}

/** What of a signature depends on the way in which it was sent: in headers or in the query. */
export interface SigningInput {
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string;
  /** Hexadecimal, or one of S3's words for a body that isn't signed. */
  readonly payloadHash: string;
}

/** The signature that the request should have, hexadecimal, for a secret access key. */
export function signatureOf(
  request: LocalRequest,
  authorization: Authorization,
  secretAccessKey: string,
  input: SigningInput = { time: request.headers['x-amz-date'] ?? '', payloadHash: payloadHash(request) },
): string {
  const canonical = sha256(canonicalRequest(request, authorization, input.payloadHash));
  const text = [ALGORITHM, input.time, scopeOf(authorization), canonical].join('\n');
  return hmac(signingKey(authorization, secretAccessKey), text).toString('hex');
}

type Scope = Pick<Authorization, 'date' | 'region' | 'service'>;

function scopeOf({ date, region, service }: Scope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

/** Each is made once: it is four of the five hashes of a signature. */
const signingKeys = new Map<string, Buffer>();
const mostSigningKeys = 1000;

/** The key of a day, region and service, which signs requests, forms and chunks alike. */
export function signingKey({ date, region, service }: Scope, secretAccessKey: string): Buffer {
  const scope = [date, region, service, 'aws4_request'];
  const name = [...scope, secretAccessKey].join('/');
  const known = signingKeys.get(name);
  if (known) return known;
  const key = scope.reduce<Buffer>((signing, part) => hmac(signing, part), Buffer.from(`AWS4${secretAccessKey}`));
  // The scope is the client's word.
  if (signingKeys.size >= mostSigningKeys) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}

export function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Whether two signatures are the same, in a time that doesn't tell where they differ. */
export function sameSignature(expected: string, actual: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(actual)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function canonicalRequest(
  request: LocalRequest,
  { service, signedHeaders }: Authorization,
  hashedPayload: string,
): string {
  const url = request.raw.url ?? '/';
  const queryStart = url.indexOf('?');
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  const headers = signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}`,
  );
  return [
    request.method,
    // S3 alone signs its path as sent; the others encode it once more.
    service === 's3' ? path : path.split('/').map(encode).join('/'),
    canonicalQuery(queryStart < 0 ? '' : url.slice(queryStart + 1)),
    ...headers,
    '',
    signedHeaders.join(';'),
    hashedPayload,
  ].join('\n');
}

function canonicalQuery(query: string): string {
  if (!query) return '';
  const parameters = query.split('&').map((parameter) => {
    const [name = '', ...value] = parameter.split('=');
    return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value.join('=')))] as const;
  });
  // A presigned URL can't sign its own signature.
  const signed = parameters.filter(([name]) => name !== 'X-Amz-Signature');
  const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return signed
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** S3 clients may leave the body unsigned, and say so in a header that is signed. */
function payloadHash(request: LocalRequest): string {
  const declared = request.headers['x-amz-content-sha256'];
  return declared === 'UNSIGNED-PAYLOAD' ? declared : sha256(request.body);
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(data: string | Buffer): string {
  return hash('sha256', data, 'hex');
}
