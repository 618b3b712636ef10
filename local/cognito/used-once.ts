import { createHash } from 'node:crypto';
import { notAuthorized } from './passwords.ts';

/** What is good for one sign-in, such as the Session of a challenge: remembered until it has ended anyway. */
export class UsedOnce {
  /** When what was used ends, in milliseconds, by hash. */
  readonly #used = new Map<string, number>();

  /** @throws AwsError NotAuthorizedException the second time */
  use(text: string, until: number, now: number): void {
    for (const [known, end] of this.#used) if (now >= end) this.#used.delete(known);
    const hash = createHash('sha256').update(text).digest('base64');
    if (this.#used.has(hash)) throw notAuthorized('Invalid session for the user, session can only be used once.');
    this.#used.set(hash, until);
  }
}
