import type { Message } from './send-input.ts';

/**
 * What becomes of a message at one recipient: taken by the mail server, bounced for good or for now, not even tried,
 * taken and then answered automatically or complained of.
 */
export type Fate =
  | 'delivered'
  | 'bounced'
  | 'softBounced'
  | 'onGlobalList'
  | 'bouncedBefore'
  | 'complainedBefore'
  | 'autoReplied'
  | 'complained';

/** Fates with which the message reaches the recipient. */
export const arriving: ReadonlySet<Fate> = new Set(['delivered', 'autoReplied', 'complained']);

export interface Recipient {
  readonly address: string;
  readonly fate: Fate;
  /** Whether a bounce or complaint of its own puts it on the account's suppression list. */
  readonly lists: boolean;
}

/** A message that SES has accepted. */
export interface Mail extends Message {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
  /** The From address, with its name. */
  readonly source: string;
  readonly sourceArn: string;
  readonly recipients: readonly Recipient[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly replyTo: readonly string[];
  /** Values by name, SES's own among them. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** Name. */
  readonly configurationSet?: string;
}
