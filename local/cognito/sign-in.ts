import { AwsError } from '../errors.ts';
import type { UserPoolClient } from './client-settings.ts';
import { type Input, invalidParameter, needed } from './input.ts';
import { completeNewPassword, newPasswordChallenge } from './new-password.ts';
import type { PublicOperation, Tools } from './operation.ts';
import { notAuthorized, provePassword, userIsDisabled, wrongPassword } from './passwords.ts';
import type { TokenCause } from './pre-token-generation.ts';
import { refreshTokens } from './refresh.ts';
import { openSession, withSession } from './sessions.ts';
import { SrpChallenges } from './srp-challenges.ts';
import { isPassword } from './srp.ts';
import { issueTokens } from './tokens.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

const doesNotExist = (): AwsError => new AwsError('UserNotFoundException', 'User does not exist.');

/** InitiateAuth and RespondToAuthChallenge. */
export function signInOperations(tools: Tools): Record<string, PublicOperation> {
  const { cloud, pools } = tools;
  const challenges = new SrpChallenges(cloud.clock);

  /** What a user gets whose password was right. */
  const admit = async (pool: UserPool, client: UserPoolClient, user: User, entry: Entry): Promise<object> => {
    const now = cloud.clock.now();
    if (!user.enabled) throw userIsDisabled();
    if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
    if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordChallenge(pool, client, user, now);
    return { ChallengeParameters: {}, AuthenticationResult: await signIn(tools, pool, client, user, entry) };
  };

  const withPassword = (pool: UserPool, client: UserPoolClient, parameters: ReadonlyMap<string, string>) => {
    const [name, password] = [needed(parameters, 'USERNAME'), needed(parameters, 'PASSWORD')];
    const user = pool.users.find(name);
    if (!user) throw client.hidesUsers ? wrongPassword() : doesNotExist();
    const isRight = () => isPassword(pool.shortName, user.username, password, user.password);
    provePassword(pool, user, cloud.clock.now(), isRight);
    // InitiateAuth's metadata goes to other triggers than this one.
    return admit(pool, client, user, { cause: 'TokenGeneration_Authentication', clientMetadata: new Map() });
  };

  const initiate = (input: Input): object | Promise<object> => {
    const { pool, client } = pools.client(input.text('ClientId'));
    const flow = input.text('AuthFlow');
    const parameters = input.map('AuthParameters');
    const name = flow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : flow;
    if (!['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH'].includes(name)) {
      throw invalidParameter(`${flow} is not run by the local Cognito`);
    }
    if (!client.flows.includes(name)) throw invalidParameter(`${name} flow not enabled for this client`);
    if (name === 'USER_PASSWORD_AUTH') return withPassword(pool, client, parameters);
    if (name === 'REFRESH_TOKEN_AUTH') {
      return refreshTokens(tools, pool, client, needed(parameters, 'REFRESH_TOKEN'), new Map());
    }
    const username = needed(parameters, 'USERNAME');
    if (!pool.users.find(username) && !client.hidesUsers) throw doesNotExist();
    return challenges.begin(pool, client, username, needed(parameters, 'SRP_A'));
  };

  const respond = async (input: Input): Promise<object> => {
    const { pool, client } = pools.client(input.text('ClientId'));
    const responses = input.map('ChallengeResponses');
    const clientMetadata = input.map('ClientMetadata');
    switch (input.text('ChallengeName')) {
      case 'PASSWORD_VERIFIER':
        return admit(pool, client, challenges.prove(pool, client, responses), {
          cause: 'TokenGeneration_Authentication',
          clientMetadata,
        });
      case 'NEW_PASSWORD_REQUIRED':
        return admit(
          pool,
          client,
          completeNewPassword(pool, client, input.text('Session'), responses, cloud.clock.now()),
          { cause: 'TokenGeneration_NewPasswordChallenge', clientMetadata },
        );
      default:
        throw notAuthorized('Invalid session for the user.');
    }
  };

  return { InitiateAuth: initiate, RespondToAuthChallenge: respond };
}

/** How somebody came to be signed in. */
interface Entry {
  readonly cause: TokenCause;
  readonly clientMetadata: ReadonlyMap<string, string>;
}

/** Opens a session. It is on disk before its tokens are signed. */
async function signIn(
  { cloud, triggers }: Tools,
  pool: UserPool,
  client: UserPoolClient,
  user: User,
  entry: Entry,
): Promise<object> {
  const now = cloud.clock.now();
  const { session, refreshToken } = openSession(pool.seal, user.sub, client, now);
  const sessions = pool.users.get(user.sub)?.sessions ?? [];
  const current = pool.users.change(user.sub, { sessions: withSession(sessions, session, now) });
  const tokens = await issueTokens(triggers, pool, { client, user: current, session, now, ...entry });
  return { ...tokens, RefreshToken: refreshToken };
}
