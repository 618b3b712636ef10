import { createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../errors.ts';
import type { UserPoolClient } from './client-settings.ts';
import { notAuthorized } from './passwords.ts';
import type { Seal } from './seal.ts';

const SECRET_LENGTH = 51;

/** The secret of an app client, the same at each start. */
export function clientSecret(seal: Seal, clientId: string): string {
  const noise = BigInt(`0x${seal.derive(`client secret ${clientId}`, 40).toString('hex')}`);
  return noise.toString(36).padStart(SECRET_LENGTH, '0').slice(-SECRET_LENGTH);
}

/**
 * Checks that whoever names a user knows the client's secret.
 * @param username as the request gives it
 * @throws AwsError NotAuthorizedException
 */
export function checkSecretHash(
  { id, secret }: UserPoolClient,
  username: string,
  secretHash: string | undefined,
): void {
  if (secret === undefined) return;
  if (!secretHash) throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  const expected = createHmac('sha256', secret).update(`${username}${id}`).digest('base64');
  if (!equal(expected, secretHash)) throw notAuthorized(`SecretHash does not match for the client: ${id}`);
}

/** Checks the secret itself, which goes with a refresh token. @param code of the operation's error */
export function checkClientSecret(
  { id, secret }: UserPoolClient,
  given: string | undefined,
  code: 'NotAuthorizedException' | 'UnauthorizedException',
): void {
  if (secret === undefined || (given !== undefined && equal(secret, given))) return;
  throw new AwsError(code, `Unable to verify secret for client ${id}`);
}

function equal(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
