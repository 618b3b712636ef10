import { AwsError } from '../errors.ts';
import type { UserPoolClient } from './client-settings.ts';
import { type Input, invalidParameter, needed } from './input.ts';
import { mfaChallenge, mfaStep, openChallenge, proveToken } from './mfa-challenges.ts';
import { completeNewPassword, newPasswordChallenge } from './new-password.ts';
import type { AdminOperation, PublicOperation, Tools } from './operation.ts';
import { notAuthorized, provePassword, userIsDisabled, wrongPassword } from './passwords.ts';
import type { TokenCause } from './pre-token-generation.ts';
import { refreshTokens } from './refresh.ts';
import { openSession, withSession } from './sessions.ts';
import { VERIFIED } from './software-tokens.ts';
import { SrpChallenges } from './srp-challenges.ts';
import { isPassword } from './srp.ts';
import { issueTokens } from './tokens.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

const doesNotExist = (): AwsError => new AwsError('UserNotFoundException', 'User does not exist.');

/** How somebody comes to be signed in. */
interface Entry {
  readonly cause: TokenCause;
  readonly clientMetadata: ReadonlyMap<string, string>;
}

/** Flows of apps by the name under which a client allows them. */
const PUBLIC_FLOWS: Readonly<Record<string, string>> = {
  USER_SRP_AUTH: 'USER_SRP_AUTH',
  USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
  REFRESH_TOKEN_AUTH: 'REFRESH_TOKEN_AUTH',
  REFRESH_TOKEN: 'REFRESH_TOKEN_AUTH',
};
/** Flows of servers. */
const ADMIN_FLOWS: Readonly<Record<string, string>> = {
  ...PUBLIC_FLOWS,
  ADMIN_USER_PASSWORD_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  ADMIN_NO_SRP_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
};

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
        return signIns.initiate(pool, client, input, PUBLIC_FLOWS);
      },
      RespondToAuthChallenge: (input) => {
        const { pool, client } = pools.client(input.text('ClientId'));
        return signIns.respond(pool, client, input);
      },
    },
    admin: {
      AdminInitiateAuth: (pool, input) => signIns.initiate(pool, clientOf(tools, pool, input), input, ADMIN_FLOWS),
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
  readonly #challenges: SrpChallenges;

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#challenges = new SrpChallenges(tools.cloud.clock);
  }

  async initiate(
    pool: UserPool,
    client: UserPoolClient,
    input: Input,
    flows: Readonly<Record<string, string>>,
  ): Promise<object> {
    const asked = input.text('AuthFlow');
    const flow = Object.hasOwn(flows, asked) ? flows[asked] : undefined;
    const parameters = input.map('AuthParameters');
    if (flow === undefined) throw invalidParameter(`${asked} is not run by the local Cognito`);
    if (!client.flows.includes(flow)) throw invalidParameter(`${flow} flow not enabled for this client`);
    if (flow === 'REFRESH_TOKEN_AUTH') {
      return refreshTokens(this.#tools, pool, client, needed(parameters, 'REFRESH_TOKEN'), new Map());
    }
    if (flow !== 'USER_SRP_AUTH') return this.#withPassword(pool, client, parameters);
    const username = needed(parameters, 'USERNAME');
    if (!pool.users.find(username) && !client.hidesUsers) throw doesNotExist();
    return this.#challenges.begin(pool, client, username, needed(parameters, 'SRP_A'));
  }

  async respond(pool: UserPool, client: UserPoolClient, input: Input): Promise<object> {
    const responses = input.map('ChallengeResponses');
    const clientMetadata = input.map('ClientMetadata');
    const now = this.#tools.cloud.clock.now();
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
        const { user, cause } = this.#secondStep('SOFTWARE_TOKEN_MFA', pool, client, input);
        const proven = proveToken(pool, user, responses, now);
        return this.#enter(pool, client, proven, { cause, clientMetadata });
      }
      case 'MFA_SETUP': {
        const { user, cause } = this.#secondStep(VERIFIED, pool, client, input);
        return this.#enter(pool, client, user, { cause, clientMetadata });
      }
      default:
        throw notAuthorized('Invalid session for the user.');
    }
  }

  #withPassword(pool: UserPool, client: UserPoolClient, parameters: ReadonlyMap<string, string>): Promise<object> {
    const [name, password] = [needed(parameters, 'USERNAME'), needed(parameters, 'PASSWORD')];
    const user = pool.users.find(name);
    if (!user) throw client.hidesUsers ? wrongPassword() : doesNotExist();
    const isRight = () => isPassword(pool.shortName, user.username, password, user.password);
    provePassword(pool, user, this.#tools.cloud.clock.now(), isRight);
    // InitiateAuth's metadata goes to other triggers than this one.
    return this.#admit(pool, client, user, { cause: 'TokenGeneration_Authentication', clientMetadata: new Map() });
  }

  /** What a user gets whose password was right. */
  async #admit(pool: UserPool, client: UserPoolClient, user: User, entry: Entry): Promise<object> {
    const now = this.#tools.cloud.clock.now();
    if (!user.enabled) throw userIsDisabled();
    if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
    if (user.status === 'RESET_REQUIRED') {
      throw new AwsError('PasswordResetRequiredException', 'Password reset required for the user');
    }
    if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordChallenge(pool, client, user, now);
    const step = mfaStep(pool, user);
    if (step) return mfaChallenge(pool, client, user, { step, cause: entry.cause, now });
    return this.#enter(pool, client, user, entry);
  }

  /** @throws AwsError NotAuthorizedException for a Session of another step, user or client */
  #secondStep(step: string, pool: UserPool, client: UserPoolClient, input: Input) {
    const { challenge, user } = openChallenge(pool, step, input.text('Session'), this.#tools.cloud.clock.now());
    const named = pool.users.find(needed(input.map('ChallengeResponses'), 'USERNAME'));
    if (challenge.clientId !== client.id || named?.sub !== user.sub) {
      throw notAuthorized('Invalid session for the user.');
    }
    return { user, cause: challenge.cause };
  }

  /** Opens a session. It is on disk before its tokens are signed. */
  async #enter(pool: UserPool, client: UserPoolClient, user: User, entry: Entry): Promise<object> {
    const { cloud, triggers } = this.#tools;
    const now = cloud.clock.now();
    const { session, refreshToken } = openSession(pool.seal, user.sub, client, now);
    const sessions = pool.users.get(user.sub)?.sessions ?? [];
    const current = pool.users.change(user.sub, { sessions: withSession(sessions, session, now) });
    const tokens = await issueTokens(triggers, pool, { client, user: current, session, now, ...entry });
    return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken: refreshToken } };
  }
}
