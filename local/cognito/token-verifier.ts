import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { Clock } from '../clock.ts';
import type { TokenUse } from './signing-keys.ts';
import type { UserPool } from './user-pool.ts';

/** What a token of a pool says, once its signature is known to be true. */
export interface VerifiedToken {
  readonly sub: string;
  readonly username: string;
  readonly issuer: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly groups: readonly string[];
  readonly tokenUse: TokenUse;
}

export class TokenError extends Error {
  readonly expired: boolean;

  constructor(expired: boolean) {
    super(expired ? 'Token has expired.' : 'Unable to parse JWT token.');
    this.expired = expired;
  }
}

const REMEMBERED = 1000;

/** Verifies tokens, and remembers by their exact text those that were good. */
export class TokenVerifier {
  readonly #clock: Clock;
  /** By pool and token, least recently used first. */
  readonly #known = new Map<string, VerifiedToken>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws TokenError */
  async verify(pool: UserPool, token: string): Promise<VerifiedToken> {
    const key = `${pool.id} ${token}`;
    const known = this.#known.get(key);
    if (!known) return this.#remember(key, await this.#verify(pool, token));
    if (!this.#inTime(known.claims)) {
      // The clock can be set back: a token that isn't valid yet may be later.
      this.#known.delete(key);
      throw new TokenError(Number(known.claims['exp']) * 1000 <= this.#clock.now());
    }
    return this.#remember(key, known);
  }

  /** Forgets all tokens: their keys may have changed. */
  clear(): void {
    this.#known.clear();
  }

  #inTime({ exp, nbf }: Readonly<Record<string, unknown>>): boolean {
    const now = Math.floor(this.#clock.now() / 1000);
    return Number(exp) > now && (nbf === undefined || Number(nbf) <= now);
  }

  #remember(key: string, token: VerifiedToken): VerifiedToken {
    this.#known.delete(key);
    this.#known.set(key, token);
    if (this.#known.size > REMEMBERED) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    return token;
  }

  async #verify(pool: UserPool, token: string): Promise<VerifiedToken> {
    try {
      const keyOf = ({ kid }: { kid?: string }) => {
        const key = pool.keys.publicKey(kid);
        if (!key) throw new TokenError(false);
        return key;
      };
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: ['RS256'],
        issuer: pool.issuer,
        currentDate: new Date(this.#clock.now()),
        requiredClaims: ['sub', 'exp', 'token_use'],
      });
      return describe(pool, payload);
    } catch (error) {
      throw new TokenError(error instanceof errors.JWTExpired);
    }
  }
}

function describe(pool: UserPool, claims: JWTPayload): VerifiedToken {
  const { sub, token_use: tokenUse } = claims;
  const username = claims['cognito:username'] ?? claims['username'];
  const groups: unknown = claims['cognito:groups'] ?? [];
  if (tokenUse !== 'id' && tokenUse !== 'access') throw new TokenError(false);
  if (sub === undefined || typeof username !== 'string' || !Array.isArray(groups)) throw new TokenError(false);
  return { sub, username, issuer: pool.issuer, claims, groups: groups as string[], tokenUse };
}
