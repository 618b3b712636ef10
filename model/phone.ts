import type { PhoneNumber } from '../generated/schema.ts';
import type { Key } from './keys.ts';

/** The code by which a person is to prove a phone. Of the code there is a hash alone. */
export type PhoneCodeItem = Key & {
  readonly entity: 'PhoneCode';
  readonly v: 1;
  /** When this person was sent codes in the last day, ISO 8601. */
  readonly sentAt: readonly string[];
  /** Absent once the phone was removed, and when the code could not be sent. */
  readonly waiting?: WaitingCode;
  /** Goes up with every code. */
  readonly version: number;
  readonly expiresAt: number;
};

export interface WaitingCode {
  readonly number: string;
  /** 32 hexadecimal digits. */
  readonly salt: string;
  /** Of code and salt, in hexadecimal. */
  readonly hash: string;
  /** ISO 8601. */
  readonly validUntil: string;
  readonly tries: number;
}

/** When codes were sent to a phone number in the last day. */
export type PhoneCodesItem = Key & {
  readonly entity: 'PhoneCodes';
  readonly sentAt: readonly string[];
  readonly expiresAt: number;
};

/** What the function behind the fields of phone numbers is asked for. */
export type PhoneCall = { readonly sub: string; readonly actor: string; readonly request: string } & (
  | { readonly operation: 'add'; readonly phoneNumber: string }
  | { readonly operation: 'verify'; readonly code: string }
  | { readonly operation: 'remove' }
);

const SHOWN_DIGITS = 4;

/** A number as it is shown: who looks over the person's shoulder can't call it. */
export function masked(number: string | null | undefined): string | null {
  if (!number) return null;
  const characters = number.split('');
  return characters
    .map((character, index) => (index === 0 || index >= characters.length - SHOWN_DIGITS ? character : '*'))
    .join('');
}

export function toPhoneNumber(number: string | null, verified: boolean, codeExpiresAt: string | null): PhoneNumber {
  return { masked: masked(number), verified, codeExpiresAt };
}
