import type { Clock } from '../../clock.ts';
import { AwsError } from '../../errors.ts';
import type { LocalRequest } from '../../service.ts';
import { unauthorizedCaller } from '../errors.ts';
import type { AppSyncPorts } from '../ports.ts';
import type { AuthMode, Caller } from './caller.ts';

export interface UserPoolSettings {
  readonly poolId: string;
  /** `AppIdClientRegex`: which clients' tokens the API takes; absent: all. */
  readonly clientPattern?: RegExp;
  /** `DefaultAction`. */
  readonly defaultAuthStrategy: 'ALLOW' | 'DENY';
}

export interface ApiKeySettings {
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface AuthSettings {
  readonly modes: ReadonlySet<AuthMode>;
  readonly userPools: readonly UserPoolSettings[];
  readonly apiKeys: readonly ApiKeySettings[];
}

type Ports = Pick<AppSyncPorts, 'authenticate' | 'verifyToken'>;

/** Tells by a request's headers in which mode somebody calls, and who it is. */
export class Authentication {
  readonly #settings: AuthSettings;
  readonly #ports: Ports;
  readonly #clock: Clock;

  constructor(settings: AuthSettings, ports: Ports, clock: Clock) {
    this.#settings = settings;
    this.#ports = ports;
    this.#clock = clock;
  }

  /** @throws AwsError with AppSync's own message; HTTP 401, for a broken signature what SigV4 answers */
  async caller(request: LocalRequest): Promise<Caller> {
    const key = request.headers['x-api-key'];
    if (key) return this.#byApiKey(key);
    const authorization = request.headers['authorization'];
    if (!authorization) throw unauthorizedCaller('Valid authorization header not provided.');
    if (/^AWS4-HMAC-SHA256\b/.test(authorization)) {
      if (!this.#settings.modes.has('AWS_IAM')) throw unauthorizedCaller();
      return { mode: 'AWS_IAM', principal: this.#ports.authenticate(request) };
    }
    return this.#byToken(authorization.replace(/^Bearer\s+/i, '').trim());
  }

  #byApiKey(key: string): Caller {
    const known = this.#settings.apiKeys.find((candidate) => candidate.key === key);
    const valid = known && known.expiresAt > this.#clock.now();
    if (!valid || !this.#settings.modes.has('API_KEY')) throw unauthorizedCaller();
    return { mode: 'API_KEY' };
  }

  async #byToken(token: string): Promise<Caller> {
    let refusal = unauthorizedCaller();
    for (const pool of this.#settings.userPools) {
      try {
        const verified = await this.#ports.verifyToken(pool.poolId, token);
        const client = verified.claims['client_id'] ?? verified.claims['aud'];
        if (pool.clientPattern && !pool.clientPattern.test(String(client))) throw unauthorizedCaller();
        const { defaultAuthStrategy } = pool;
        return { mode: 'AMAZON_COGNITO_USER_POOLS', token: verified, defaultAuthStrategy };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        refusal = error;
      }
    }
    throw refusal;
  }
}
