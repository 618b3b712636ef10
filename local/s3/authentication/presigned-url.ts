import type { Clock } from '../../clock.ts';
import type { LocalRequest } from '../../service.ts';
import { s3Error } from '../errors.ts';
import { keyFor, timeOf, verify } from './authenticated.ts';
import type { Authenticated, Judge } from './authenticated.ts';

const parameters = [
  ...['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-Date', 'X-Amz-SignedHeaders', 'X-Amz-Expires'],
];

const week = 604_800;

/** How early a URL may be used, in milliseconds: clocks differ. */
const allowedSkewMs = 15 * 60_000;

export function isPresigned({ query }: LocalRequest): boolean {
  return query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature');
}

/** Who signed the URL. Its time is judged by the cloud's clock, as the backend issues it. @throws AwsError */
export function signedInQuery(request: LocalRequest, judge: Judge, clock: Clock): Authenticated {
  const { query } = request;
  const get = (name: string) => query.get(name) ?? '';
  if (parameters.some((name) => !query.has(name))) {
    throw malformed(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, ' +
        'X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const [accessKeyId = '', date = '', region = '', service = '', terminator] = get('X-Amz-Credential').split('/');
  const scope = 'Error parsing the X-Amz-Credential parameter; ';
  if (region !== judge.region) {
    throw malformed(`${scope}the region '${region}' is wrong; expecting '${judge.region}'`, { Region: judge.region });
  }
  if (service !== 's3' || terminator !== 'aws4_request') {
    throw malformed(`${scope}incorrect service "${service}". This endpoint belongs to "s3".`);
  }
  const time = get('X-Amz-Date');
  if (!time.startsWith(date)) throw malformed(`${scope}incorrect date. It must be the date of X-Amz-Date.`);
  const age = ageOf(time, expiresIn(get('X-Amz-Expires')), clock.now());
  const key = keyFor(judge, accessKeyId, query.get('X-Amz-Security-Token') ?? undefined);
  const authorization = {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: get('X-Amz-SignedHeaders').toLowerCase().split(';'),
    signature: get('X-Amz-Signature'),
  };
  const payloadHash =
    query.get('X-Amz-Content-Sha256') ?? request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  verify(request, authorization, key, { time, payloadHash });
  return {
    caller: { principal: key.principal },
    context: {
      's3:authType': 'REST-QUERY-STRING',
      's3:signatureversion': 'AWS4-HMAC-SHA256',
      's3:signatureAge': String(Math.max(0, age)),
      's3:x-amz-content-sha256': payloadHash,
    },
  };
}

/**
 * Parameters of the URL stand for headers of that name, as the SDKs' presigners put them there. Checksums alone count
 * for nothing there: the SDK signs the one of an empty body into each URL for an upload.
 */
export function hoistedHeaders({ query }: LocalRequest): Record<string, string> {
  return Object.fromEntries(
    [...query]
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name.startsWith('x-amz-') && !ownParameters.test(name)),
  );
}

const ownParameters = /^x-amz-(algorithm|credential|date|expires|sig|security-token|content-sha256|(sdk-)?checksum-)/;

/** In seconds. */
function expiresIn(text: string): number {
  const seconds = Number(text);
  if (text === '' || !Number.isInteger(seconds)) throw malformed('X-Amz-Expires should be a number');
  if (seconds < 0) throw malformed('X-Amz-Expires must be non-negative');
  if (seconds <= week) return seconds;
  throw malformed(
    'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
  );
}

/** In milliseconds. @throws AwsError AccessDenied where the URL isn't valid yet or any more */
function ageOf(time: string, expires: number, now: number): number {
  const signed = timeOf(time);
  if (Number.isNaN(signed)) {
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  const end = signed + expires * 1000;
  const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '');
  if (now > end) {
    const details = { 'X-Amz-Expires': expires, Expires: iso(end), ServerTime: iso(now) };
    throw s3Error('AccessDenied', 'Request has expired', details);
  }
  if (signed > now + allowedSkewMs) throw s3Error('AccessDenied', 'Request is not yet valid');
  return now - signed;
}

function malformed(message: string, details?: Record<string, unknown>) {
  return s3Error('AuthorizationQueryParametersError', message, details);
}
