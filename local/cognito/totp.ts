import { Secret, TOTP } from 'otpauth';

/** A user's authenticator app, as kept on disk. */
export interface SoftwareToken {
  /** Base32. */
  readonly secret: string;
  /** Whether the user has shown that the app knows the secret. */
  readonly verified: boolean;
  /** Whether sign-in asks for a code. */
  readonly enabled: boolean;
  readonly preferred: boolean;
  /** The newest time step whose code was used: none is good twice. */
  readonly usedStep: number;
}

const PERIOD_MS = 30_000;
const SECRET_BYTES = 32;

export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/**
 * The time step of a code: Cognito accepts those of 30 seconds before and after.
 * @param now milliseconds
 * @returns null where the code is wrong
 */
export function stepOf(secret: string, code: string, now: number): number | null {
  // The default of RFC 6238, which authenticator apps have: SHA-1, six digits, 30 seconds.
  const delta = new TOTP({ secret: Secret.fromBase32(secret) }).validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / PERIOD_MS) + delta;
}
