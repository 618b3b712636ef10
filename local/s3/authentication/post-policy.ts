import type { Clock } from '../../clock.ts';
import { hmac, sameSignature, signingKey } from '../../iam/sigv4.ts';
import { s3Error } from '../errors.ts';
import { keyFor } from './authenticated.ts';
import type { Authenticated, Judge } from './authenticated.ts';

/** The fields of a form, by name in lower case. */
export type FormFields = ReadonlyMap<string, string>;

type Condition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string; readonly source: unknown }
  | { readonly kind: 'content-length-range'; readonly least: number; readonly most: number };

/** What the signer of a form lets its user upload. */
export interface PostPolicy {
  readonly conditions: readonly Condition[];
  /** Milliseconds since the epoch. */
  readonly expiration: number;
}

/** Fields that a policy needn't name. */
const unconditional = new Set(['x-amz-signature', 'file', 'policy', 'awsaccesskeyid', 'signature', 'bucket']);

/** Who signed the form's policy. @throws AwsError as S3 refuses it */
export function signedForm(fields: FormFields, judge: Judge): Authenticated {
  const get = (name: string) => fields.get(name) ?? '';
  const missing = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature'].find((name) => !get(name));
  if (missing) {
    throw s3Error(
      'InvalidArgument',
      `Bucket POST must contain a field named '${missing}'.  If it is specified, please check the order of the fields.`,
      {
        ArgumentName: missing,
      },
    );
  }
  if (get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw s3Error('InvalidArgument', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const [accessKeyId = '', date = '', region = '', service = ''] = get('x-amz-credential').split('/');
  if (region !== judge.region || service !== 's3') {
    throw s3Error(
      'AuthorizationQueryParametersError',
      `Error parsing the X-Amz-Credential parameter; the region '${region}' is wrong; expecting '${judge.region}'`,
    );
  }
  const key = keyFor(judge, accessKeyId, fields.get('x-amz-security-token'));
  const expected = hmac(signingKey({ date, region, service }, key.secret), get('policy')).toString('hex');
  if (!sameSignature(expected, get('x-amz-signature'))) {
    throw s3Error('SignatureDoesNotMatch', undefined, { AWSAccessKeyId: accessKeyId });
  }
  const context = { 's3:authType': 'POST', 's3:signatureversion': 'AWS4-HMAC-SHA256' };
  return { caller: { principal: key.principal }, context };
}

/** @throws AwsError InvalidPolicyDocument */
export function parsePolicy(base64: string): PostPolicy {
  const invalid = (reason: string) => s3Error('InvalidPolicyDocument', `Invalid Policy: ${reason}`);
  let document: unknown;
  try {
    // A dollar sign may be escaped, which JSON has no word for.
    document = JSON.parse(
      Buffer.from(base64, 'base64')
        .toString('utf8')
        .replaceAll(String.raw`\$`, '$'),
    );
  } catch {
    throw invalid('Invalid JSON.');
  }
  if (typeof document !== 'object' || document === null) throw invalid('Invalid JSON.');
  const { expiration, conditions } = document as Record<string, unknown>;
  if (typeof expiration !== 'string') throw invalid('Policy missing expiration.');
  const time = Date.parse(expiration);
  if (Number.isNaN(time)) throw invalid(`Invalid 'expiration' value: '${expiration}'`);
  if (!Array.isArray(conditions)) throw invalid('Policy missing conditions.');
  return { expiration: time, conditions: conditions.flatMap((condition) => conditionsOf(condition, invalid)) };
}

/**
 * Checks all that is known before the file.
 * @param fields `bucket` among them
 * @throws AwsError AccessDenied
 */
export function checkForm(policy: PostPolicy, fields: FormFields, clock: Clock): void {
  if (clock.now() > policy.expiration) throw denied('Policy expired.');
  for (const condition of policy.conditions) {
    if (condition.kind === 'content-length-range') continue;
    const actual = fields.get(condition.field) ?? '';
    if (!holds(condition.kind, condition.field, actual, condition.value)) {
      throw denied(`Policy Condition failed: ${JSON.stringify(condition.source)}`);
    }
  }
  const named = new Set(policy.conditions.flatMap((one) => (one.kind === 'content-length-range' ? [] : one.field)));
  const extra = [...fields.keys()].filter(
    (name) => !named.has(name) && !unconditional.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
}

/** Bytes that the file must have and may have. */
export function lengthRange({ conditions }: PostPolicy): { readonly least: number; readonly most: number } {
  const ranges = conditions.filter((condition) => condition.kind === 'content-length-range');
  return {
    least: Math.max(0, ...ranges.map(({ least }) => least)),
    most: Math.min(Number.POSITIVE_INFINITY, ...ranges.map(({ most }) => most)),
  };
}

function holds(kind: 'eq' | 'starts-with', field: string, actual: string, value: string): boolean {
  if (kind === 'eq') return actual === value;
  // A list of content types must match part by part.
  const values = field === 'content-type' ? actual.split(',') : [actual];
  return values.every((one) => one.startsWith(value));
}

function conditionsOf(source: unknown, invalid: (reason: string) => Error): Condition[] {
  if (Array.isArray(source)) {
    const [kind, first, second] = source as unknown[];
    const name = typeof kind === 'string' ? kind.toLowerCase() : '';
    if (name === 'content-length-range') {
      const [least, most] = [Number(first), Number(second)];
      if (!Number.isInteger(least) || !Number.isInteger(most)) throw invalid('Invalid content-length-range.');
      return [{ kind: name, least, most }];
    }
    const isKnown = name === 'eq' || name === 'starts-with';
    if (!isKnown || typeof first !== 'string' || !first.startsWith('$') || typeof second !== 'string') {
      throw invalid('Invalid Condition.');
    }
    return [{ kind: name, field: first.slice(1).toLowerCase(), value: second, source }];
  }
  if (typeof source !== 'object' || source === null) throw invalid('Invalid Condition.');
  return Object.entries(source).map(([name, value]) => {
    if (typeof value !== 'string') throw invalid('Invalid Simple-Condition: value must be a string.');
    return { kind: 'eq', field: name.toLowerCase(), value, source: ['eq', `$${name}`, value] };
  });
}

function denied(reason: string) {
  return s3Error('AccessDenied', `Invalid according to Policy: ${reason}`);
}
