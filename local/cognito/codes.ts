import { randomInt } from 'node:crypto';
import { AwsError } from '../errors.ts';

/** The confirmation code of a user for one purpose, and how often it was sent and missed. Times in milliseconds. */
export interface CodeState {
  /** Absent once used. */
  readonly code?: string;
  /** The address that it went to: it says nothing of another. */
  readonly sentTo?: string | undefined;
  readonly expiresAt: number;
  /** Of the last hour. */
  readonly sentAt: readonly number[];
  /** Of the last hour. A new code doesn't forgive them, else six digits could be guessed. */
  readonly missedAt: readonly number[];
}

export const NO_CODE: CodeState = { expiresAt: 0, sentAt: [], missedAt: [] };
export const SIGN_UP_CODE_MS = 24 * 3_600_000;
export const PASSWORD_CODE_MS = 3_600_000;
export const ATTRIBUTE_CODE_MS = 24 * 3_600_000;

const HOUR_MS = 3_600_000;
const MISSES_PER_HOUR = 5;
/** AWS allows 5 to 20 by risk. */
const SENDS_PER_HOUR = 20;

export const codeMismatch = (): AwsError =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
export const expiredCode = (): AwsError =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
export const tooManyAttempts = (): AwsError =>
  new AwsError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

const lastHour = (times: readonly number[], now: number): number[] => times.filter((time) => now - time < HOUR_MS);

/** A new code, which ends the one before. */
export function newCode(
  state: CodeState,
  lifetime: number,
  now: number,
  sentTo?: string,
): CodeState & { readonly code: string } {
  const sentAt = lastHour(state.sentAt, now);
  if (sentAt.length >= SENDS_PER_HOUR) throw tooManyAttempts();
  return {
    code: String(randomInt(1_000_000)).padStart(6, '0'),
    ...(sentTo !== undefined && { sentTo }),
    expiresAt: now + lifetime,
    sentAt: [...sentAt, now],
    missedAt: lastHour(state.missedAt, now),
  };
}

/**
 * What to keep after a try, and why it failed if it did.
 * @param address that the code would verify
 */
export function tryCode(
  state: CodeState,
  given: string,
  now: number,
  address = state.sentTo,
): { state: CodeState; error?: AwsError } {
  const missedAt = lastHour(state.missedAt, now);
  if (missedAt.length >= MISSES_PER_HOUR) return { state, error: tooManyAttempts() };
  const isForAnother = state.sentTo !== undefined && state.sentTo !== address;
  if (state.code === undefined || now >= state.expiresAt || isForAnother) return { state, error: expiredCode() };
  if (given !== state.code) return { state: { ...state, missedAt: [...missedAt, now] }, error: codeMismatch() };
  return { state: { expiresAt: 0, sentAt: state.sentAt, missedAt: [] } };
}
