import { AwsError } from '../errors.ts';
import { authFlowOf, ONLY_ADMIN, ONLY_PUBLIC } from './auth-flows.ts';
import type { UserPoolClient } from './client-settings.ts';
import { type Input, invalidParameter, needed } from './input.ts';
import { NO_FAILURES } from './lockout.ts';
import { mfaChallenge, mfaStep, openChallenge, proveToken } from './mfa-challenges.ts';
import { completeNewPassword, newPasswordChallenge } from './new-password.ts';
import type { AdminOperation, PublicOperation, Tools } from './operation.ts';
import {
  notAuthorized,
  passwordResetRequired,
  provePassword,
  userDoesNotExist,
  userIsDisabled,
  wrongPassword,
} from './passwords.ts';
import type { TokenCause } from './pre-token-generation.ts';
import { refreshTokens } from './refresh.ts';
import { checkSecretHash } from './secret-hash.ts';
import { openSession, withSession } from './sessions.ts';
import { VERIFIED } from './software-tokens.ts';
import { SrpChallenges } from './srp-challenges.ts';
import { isPassword } from './srp.ts';
import { issueTokens } from './tokens.ts';
import { UsedOnce } from './used-once.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** How somebody comes to be signed in. */
interface Entry {
  readonly cause: TokenCause;
  readonly clientMetadata: ReadonlyMap<string, string>;
}

/** InitiateAuth and RespondToAuthChallenge, and what administrators call in their place. */
export function signInOperations(tools: Tools): {
  readonly own: Record<string, PublicOperation>;
  readonly admin: Record<string, AdminOperation>;
} {
  const { pools } = tools;
  const signIns = new SignIns(tools);
  return {
    own: {
      InitiateAuth: (input) => {
        const { pool, client } = pools.client(input.text('ClientId'));
        return signIns.initiate(pool, client, input, authFlowOf(input, ONLY_ADMIN));
      },
      RespondToAuthChallenge: (input) => {
        const { pool, client } = pools.client(input.text('ClientId'));
        return signIns.respond(pool, client, input);
      },
    },
    admin: {
      AdminInitiateAuth: (pool, input) =>
        signIns.initiate(pool, clientOf(tools, pool, input), input, authFlowOf(input, ONLY_PUBLIC)),
      AdminRespondToAuthChallenge: (pool, input) => signIns.respond(pool, clientOf(tools, pool, input), input),
    },
  };
}

function clientOf({ pools }: Tools, { id }: UserPool, input: Input): UserPoolClient {
  const { pool, client } = pools.client(input.text('ClientId'));
  if (pool.id === id) return client;
  throw new AwsError('ResourceNotFoundException', `User pool client ${client.id} does not exist.`);
}

class SignIns {
  readonly #tools: Tools;
  readonly #answered = new UsedOnce();
  readonly #challenges: SrpChallenges;

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#challenges = new SrpChallenges(tools.cloud.clock, this.#answered);
  }

  async initiate(pool: UserPool, client: UserPoolClient, input: Input, flow: string): Promise<object> {
    const parameters = input.map('AuthParameters');
    if (!client.flows.includes(flow)) throw invalidParameter(`${flow} flow not enabled for this client`);
    if (flow === 'CUSTOM_AUTH') {
      throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
    }
    const prove = (name: string): void => checkSecretHash(client, name, parameters.get('SECRET_HASH'));
    if (flow === 'REFRESH_TOKEN_AUTH') {
      const token = needed(parameters, 'REFRESH_TOKEN');
      // InitiateAuth's metadata goes to other triggers than this one.
      return refreshTokens(this.#tools, pool, client, token, { clientMetadata: new Map(), prove });
    }
    const username = needed(parameters, 'USERNAME');
    prove(username);
    if (flow !== 'USER_SRP_AUTH') return this.#withPassword(pool, client, username, needed(parameters, 'PASSWORD'));
    if (!pool.users.find(username) && !client.hidesUsers) throw userDoesNotExist();
    return this.#challenges.begin(pool, client, username, needed(parameters, 'SRP_A'));
  }

  async respond(pool: UserPool, client: UserPoolClient, input: Input): Promise<object> {
    const responses = input.map('ChallengeResponses');
    const clientMetadata = input.map('ClientMetadata');
    const now = this.#tools.cloud.clock.now();
    checkSecretHash(client, needed(responses, 'USERNAME'), responses.get('SECRET_HASH'));
    switch (input.text('ChallengeName')) {
      case 'PASSWORD_VERIFIER': {
        const user = this.#challenges.prove(pool, client, responses);
        return this.#admit(pool, client, user, { cause: 'TokenGeneration_Authentication', clientMetadata });
      }
      case 'NEW_PASSWORD_REQUIRED': {
        const user = completeNewPassword(pool, client, input.text('Session'), responses, now);
        return this.#admit(pool, client, user, { cause: 'TokenGeneration_NewPasswordChallenge', clientMetadata });
      }
      case 'SOFTWARE_TOKEN_MFA': {
        const { user, cause, end } = this.#secondStep('SOFTWARE_TOKEN_MFA', pool, client, input);
        const proven = proveToken(pool, user, responses, now);
        end();
        return this.#enter(pool, client, proven, { cause, clientMetadata });
      }
      case 'MFA_SETUP': {
        const { user, cause, end } = this.#secondStep(VERIFIED, pool, client, input);
        end();
        return this.#enter(pool, client, user, { cause, clientMetadata });
      }
      default:
        throw notAuthorized('Invalid session for the user.');
    }
  }

  #withPassword(pool: UserPool, client: UserPoolClient, username: string, password: string): Promise<object> {
    const user = pool.users.find(username);
    if (!user) throw client.hidesUsers ? wrongPassword() : userDoesNotExist();
    const isRight = () => isPassword(pool.shortName, user.username, password, user.password);
    provePassword(pool, user, this.#tools.cloud.clock.now(), isRight);
    return this.#admit(pool, client, user, { cause: 'TokenGeneration_Authentication', clientMetadata: new Map() });
  }

  /** What a user gets whose password was right. */
  async #admit(pool: UserPool, client: UserPoolClient, user: User, entry: Entry): Promise<object> {
    const now = this.#tools.cloud.clock.now();
    if (!user.enabled) throw userIsDisabled();
    if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
    if (user.status === 'RESET_REQUIRED') {
      throw passwordResetRequired();
    }
    if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordChallenge(pool, client, user, now);
    const step = mfaStep(pool, user);
    if (step) return mfaChallenge(pool, client, user, { step, cause: entry.cause, now });
    return this.#enter(pool, client, user, entry);
  }

  /** @throws AwsError NotAuthorizedException for a Session of another step, user or client */
  #secondStep(step: string, pool: UserPool, client: UserPoolClient, input: Input) {
    const [session, now] = [input.text('Session'), this.#tools.cloud.clock.now()];
    const { challenge, user } = openChallenge(pool, step, session, now);
    const named = pool.users.find(needed(input.map('ChallengeResponses'), 'USERNAME'));
    if (challenge.clientId !== client.id || named?.sub !== user.sub) {
      throw notAuthorized('Invalid session for the user.');
    }
    const end = (): void => {
      this.#answered.use(session, challenge.until, now);
    };
    return { user, cause: challenge.cause, end };
  }

  /** Opens a session. It is on disk before its tokens are signed. */
  async #enter(pool: UserPool, client: UserPoolClient, user: User, entry: Entry): Promise<object> {
    const { cloud, triggers } = this.#tools;
    const now = cloud.clock.now();
    const { session, refreshToken } = openSession(pool.seal, user.sub, client, now);
    const sessions = pool.users.get(user.sub)?.sessions ?? [];
    const current = pool.users.change(user.sub, {
      sessions: withSession(sessions, session, now),
      failures: NO_FAILURES,
    });
    const tokens = await issueTokens(triggers, pool, { client, user: current, session, now, ...entry });
    return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken: refreshToken } };
  }
}
