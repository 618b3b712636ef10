import type { Caller } from '../../iam/caller.ts';
import type { AccessKey } from '../../iam/credentials.ts';
import type { RequestContext } from '../../iam/iam.ts';
import { sameSignature, signatureOf } from '../../iam/sigv4.ts';
import type { Authorization, SigningInput } from '../../iam/sigv4.ts';
import type { LocalRequest } from '../../service.ts';
import { s3Error } from '../errors.ts';

/** Who makes a request, and how that is known. */
export interface Authenticated {
  readonly caller: Caller;
  /** The condition keys that tell of the signature. */
  readonly context: RequestContext;
}

export const nobody: Authenticated = { caller: 'anonymous', context: {} };

/** What judging a signature takes. */
export interface Judge {
  readonly region: string;
  /** Undefined: nobody's. */
  accessKey(accessKeyId: string): AccessKey | undefined;
}

/** @throws AwsError InvalidAccessKeyId, InvalidToken */
export function keyFor(judge: Judge, accessKeyId: string, token: string | undefined): AccessKey {
  const key = judge.accessKey(accessKeyId);
  if (!key) throw s3Error('InvalidAccessKeyId', undefined, { AWSAccessKeyId: accessKeyId });
  if (key.token !== token) throw s3Error('InvalidToken');
  return key;
}

/**
 * Compares the signature with the one that the key makes. Each `x-amz-` header must be signed.
 * @throws AwsError SignatureDoesNotMatch, AccessDenied
 */
export function verify(request: LocalRequest, authorization: Authorization, key: AccessKey, input: SigningInput): void {
  const { signedHeaders } = authorization;
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  );
  if (!signedHeaders.includes('host') || unsigned.length > 0) {
    throw s3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: (unsigned.length > 0 ? unsigned : ['host']).join(', '),
    });
  }
  if (sameSignature(signatureOf(request, authorization, key.secret, input), authorization.signature)) return;
  throw s3Error('SignatureDoesNotMatch', undefined, {
    AWSAccessKeyId: authorization.accessKeyId,
    SignatureProvided: authorization.signature,
  });
}

/** Milliseconds since the epoch of `YYYYMMDDTHHMMSSZ`; NaN for another text. */
export function timeOf(basic: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(basic)?.slice(1).map(Number);
  if (!parts) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
