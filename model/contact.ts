import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/** How a person can't be reached any more, as the mail provider has told. */
export type ContactItem = Key & {
  readonly entity: 'Contact';
  readonly v: 1;
  readonly userId: string;
  /** The address that mails come back from, or whose owner has complained: nothing is sent to it any more. */
  readonly suppressed?: {
    /** SHA-256 of the address: another address is not concerned. */
    readonly address: string;
    readonly reason: 'BOUNCE' | 'COMPLAINT';
    /** ISO 8601. */
    readonly at: string;
  };
  readonly cause: Cause;
};

/** That a mail has left, told by the provider: who is to send it again after a crash finds it here. */
export type SentMailItem = Key & {
  readonly entity: 'SentMail';
  readonly messageId: string;
  /** ISO 8601. */
  readonly sentAt: string;
  readonly expiresAt: number;
};
