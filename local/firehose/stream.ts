import type { StreamSettings } from './stream-settings.ts';

/** A delivery stream. It never changes, so its version is the first. */
export interface DeliveryStream extends StreamSettings {
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

export const versionId = '1';
