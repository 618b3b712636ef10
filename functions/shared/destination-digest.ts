import { createHash } from 'node:crypto';

/** Says which phone number or endpoint it was without keeping it. */
export function destinationDigest(destination: string): string {
  return createHash('sha256').update(destination).digest('hex');
}
