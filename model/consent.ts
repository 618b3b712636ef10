import type { Consent, ConsentKind } from '../generated/schema.ts';
import { consentKey } from './account-keys.ts';
import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/** What a person has said last. */
export interface ConsentState {
  readonly granted: boolean;
  /** ISO 8601. */
  readonly at: string;
  /** Version of the text that they were asked by. */
  readonly textVersion: string;
}

/** Where the account keeps it, and which version of the text is in force. */
export const CONSENTS = {
  VOICE_RECORDING: { attribute: 'consentVoiceRecording', textVersion: '2026-11-01' },
  VOICE_PROCESSING: { attribute: 'consentVoiceProcessing', textVersion: '2026-11-01' },
} as const satisfies Record<ConsentKind, { readonly attribute: string; readonly textVersion: string }>;

export type ConsentAttributes = {
  readonly [Kind in ConsentKind as (typeof CONSENTS)[Kind]['attribute']]?: ConsentState;
};

/** One answer, kept as it was given: nothing is ever changed or taken out before the person's erasure. */
export type ConsentItem = Key &
  ConsentState & {
    readonly entity: 'Consent';
    readonly v: 1;
    readonly kind: ConsentKind;
    readonly cause: Cause;
  };

export function newConsent(
  sub: string,
  given: { readonly kind: ConsentKind; readonly state: ConsentState; readonly unique: string; readonly cause: Cause },
): ConsentItem {
  const { kind, state, unique, cause } = given;
  return { ...consentKey(sub, state.at, unique), entity: 'Consent', v: 1, kind, ...state, cause };
}

/** What the account says of each kind that its person was ever asked about. */
export function toConsents(account: ConsentAttributes): Consent[] {
  return (Object.keys(CONSENTS) as ConsentKind[]).flatMap((kind) => {
    const state = account[CONSENTS[kind].attribute];
    return state ? [toConsent(kind, state)] : [];
  });
}

export function toConsent(kind: ConsentKind, { granted, at, textVersion }: ConsentState): Consent {
  return { kind, granted, at, textVersion };
}
