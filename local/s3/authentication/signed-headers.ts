import type { Clock } from '../../clock.ts';
import { AwsError } from '../../errors.ts';
import { parseAuthorization } from '../../iam/sigv4.ts';
import type { Authorization } from '../../iam/sigv4.ts';
import type { LocalRequest } from '../../service.ts';
import { s3Error } from '../errors.ts';
import { keyFor, timeOf, verify } from './authenticated.ts';
import type { Authenticated, Judge } from './authenticated.ts';

/** How far a request's date may be from the clock, in milliseconds: S3's fifteen minutes. */
const allowedSkewMs = 15 * 60_000;

/** Who signed the request in its `Authorization` header. @throws AwsError as S3 refuses it */
export function signedInHeaders(request: LocalRequest, judge: Judge, clock: Clock): Authenticated {
  const { headers } = request;
  const authorization = parsed(request);
  const payloadHash = headers['x-amz-content-sha256'];
  if (payloadHash === undefined) {
    throw s3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  refuseSignedChunks(payloadHash);
  const key = keyFor(judge, authorization.accessKeyId, headers['x-amz-security-token']);
  refuseOtherScope(authorization, judge.region);
  const time = headers['x-amz-date'] ?? '';
  // The machine's clock, as clients sign with their own; or the cloud's, which is that of functions.
  const now = Date.now();
  if (![now, clock.now()].some((at) => Math.abs(timeOf(time) - at) <= allowedSkewMs)) {
    throw s3Error('RequestTimeTooSkewed', undefined, {
      RequestTime: time,
      ServerTime: new Date(now).toISOString(),
      MaxAllowedSkewMilliseconds: allowedSkewMs,
    });
  }
  verify(request, authorization, key, { time, payloadHash });
  const context = { 's3:authType': 'REST-HEADER', 's3:signatureversion': 'AWS4-HMAC-SHA256' };
  return { caller: { principal: key.principal }, context: { ...context, 's3:x-amz-content-sha256': payloadHash } };
}

function parsed(request: LocalRequest): Authorization {
  if (!request.headers['authorization']?.startsWith('AWS4-HMAC-SHA256 ')) {
    throw s3Error(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  }
  try {
    return parseAuthorization(request.headers);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw s3Error('AuthorizationHeaderMalformed', `The authorization header is malformed; ${error.message}`);
  }
}

function refuseOtherScope({ region, service }: Authorization, expected: string): void {
  const malformed = (what: string) =>
    s3Error('AuthorizationHeaderMalformed', `The authorization header is malformed; ${what}`, { Region: expected });
  if (region !== expected) throw malformed(`the region '${region}' is wrong; expecting '${expected}'`);
  if (service !== 's3') throw malformed(`incorrect service "${service}". This endpoint belongs to "s3".`);
}

function refuseSignedChunks(payloadHash: string): void {
  if (payloadHash.startsWith('STREAMING-') && payloadHash !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    throw s3Error('NotImplemented', `The local S3 doesn't take ${payloadHash}.`);
  }
}
