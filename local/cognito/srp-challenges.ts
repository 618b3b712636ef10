import type { Clock } from '../clock.ts';
import type { UserPoolClient } from './client-settings.ts';
import { invalidParameter, needed } from './input.ts';
import { notAuthorized, provePassword, wrongPassword } from './passwords.ts';
import { answer, type Handshake, isClaim, isPublicValue, noVerifier, type Verifier } from './srp.ts';
import type { UsedOnce } from './used-once.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** What a SECRET_BLOCK holds. */
interface Challenge {
  readonly clientId: string;
  /** The user's name inside the pool, or an invented one. */
  readonly username: string;
  /** Milliseconds. */
  readonly until: number;
  readonly handshake: Handshake;
}

const PURPOSE = 'srp challenge';

/** `Tue Nov 3 09:05:01 UTC 2026`. */
const TIMESTAMP = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/;

/** The challenge PASSWORD_VERIFIER. Its state travels in SECRET_BLOCK, so that it outlives the process. */
export class SrpChallenges {
  readonly #clock: Clock;
  readonly #answered: UsedOnce;

  constructor(clock: Clock, answered: UsedOnce) {
    this.#clock = clock;
    this.#answered = answered;
  }

  /** A user that doesn't exist gets a challenge too, the same salt and id each time (RFC 5054, section 2.5.1.3). */
  begin(pool: UserPool, client: UserPoolClient, name: string, srpA: string): object {
    if (!isPublicValue(srpA)) throw invalidParameter('SRP_A is not a valid public value');
    const user = pool.users.find(name);
    const username = user?.username ?? inventedName(pool, name);
    const kept = user?.password ?? inventedVerifier(pool, username);
    const { srpB, handshake } = answer(srpA, kept);
    const until = this.#clock.now() + client.authSessionMs;
    const challenge: Challenge = { clientId: client.id, username, until, handshake };
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: kept.salt,
        SECRET_BLOCK: pool.seal.close(PURPOSE, challenge).toString('base64'),
        SRP_B: srpB,
        USERNAME: username,
        USER_ID_FOR_SRP: username,
      },
    };
  }

  /** The user who showed to know the password. */
  prove(pool: UserPool, client: UserPoolClient, responses: ReadonlyMap<string, string>): User {
    const name = needed(responses, 'USERNAME');
    const secretBlock = Buffer.from(needed(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');
    const signature = Buffer.from(needed(responses, 'PASSWORD_CLAIM_SIGNATURE'), 'base64');
    const timestamp = needed(responses, 'TIMESTAMP');
    if (!TIMESTAMP.test(timestamp)) {
      throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
    }
    const challenge = pool.seal.open(PURPOSE, secretBlock) as Challenge | undefined;
    if (challenge?.clientId !== client.id) throw wrongPassword();
    const now = this.#clock.now();
    if (now >= challenge.until) throw notAuthorized('Invalid session for the user, session is expired.');

    const { username, handshake } = challenge;
    const user = pool.users.find(username);
    if (name !== username && user !== pool.users.find(name)) throw wrongPassword();
    const kept = user?.password ?? inventedVerifier(pool, username);
    const isRight = () => isClaim(pool.shortName, username, kept, handshake, { secretBlock, timestamp, signature });
    if (!user) {
      // Takes as long as for a user that exists.
      isRight();
      throw wrongPassword();
    }
    provePassword(pool, user, now, isRight);
    this.#answered.use(secretBlock.toString('base64'), challenge.until, now);
    return user;
  }
}

function inventedName(pool: UserPool, name: string): string {
  const hex = pool.seal.derive(`user ${pool.users.sameName(name)}`, 16).toString('hex');
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function inventedVerifier(pool: UserPool, username: string): Verifier {
  return noVerifier(pool.seal.derive(`salt ${username}`, 16), pool.seal.derive(`verifier ${username}`, 400));
}
