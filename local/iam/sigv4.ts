import { createHash, createHmac } from 'node:crypto';
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

/** The signature that the request should have, hexadecimal, for a secret access key. */
export function signatureOf(request: LocalRequest, authorization: Authorization, secretAccessKey: string): string {
  const { date, region, service } = authorization;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonical = sha256(canonicalRequest(request, authorization));
  const text = [ALGORITHM, request.headers['x-amz-date'], scope, canonical].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<Buffer | string>(
    (signingKey, part) => createHmac('sha256', signingKey).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

function canonicalRequest(request: LocalRequest, { service, signedHeaders }: Authorization): string {
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
    payloadHash(request),
  ].join('\n');
}

function canonicalQuery(query: string): string {
  if (!query) return '';
  const parameters = query.split('&').map((parameter) => {
    const [name = '', ...value] = parameter.split('=');
    return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value.join('=')))] as const;
  });
  const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return parameters
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
  return createHash('sha256').update(data).digest('hex');
}
