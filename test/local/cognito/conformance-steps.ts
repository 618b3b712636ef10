import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  SignUpCommand,
  type CognitoIdentityProviderServiceException,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { PASSWORD, Pool } from './pool.ts';

export const GUIDE = 'cognito/latest/developerguide';
export const EMAIL = 'ada@kalpla.test';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
export let pool: Pool;

export async function stop(): Promise<void> {
  await pool.stop();
}

export async function start(
  properties: Record<string, unknown> = {},
  client: Record<string, unknown> = {},
): Promise<void> {
  pool = await Pool.start({ pool: properties, client: { ExplicitAuthFlows: FLOWS, ...client } });
}

export const admin = (Username = EMAIL) => ({ UserPoolId: pool.poolId, Username });

export async function confirmedUser(email = EMAIL): Promise<void> {
  await pool.sdk.send(new AdminCreateUserCommand({ ...admin(email), MessageAction: 'SUPPRESS' }));
  await pool.sdk.send(new AdminSetUserPasswordCommand({ ...admin(email), Password: PASSWORD, Permanent: true }));
}

export const signUp = (Username = EMAIL, Password = PASSWORD) =>
  pool.sdk.send(new SignUpCommand({ ClientId: pool.clientId, Username, Password }));
export const confirm = (ConfirmationCode = pool.code(EMAIL), Username = EMAIL) =>
  pool.sdk.send(new ConfirmSignUpCommand({ ClientId: pool.clientId, Username, ConfirmationCode }));
export const signIn = (USERNAME = EMAIL, secret = PASSWORD) =>
  pool.sdk.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: secret },
    }),
  );
export const refresh = (RefreshToken = '') =>
  pool.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken }));
export const status = async () => (await pool.sdk.send(new AdminGetUserCommand(admin()))).UserStatus;

export async function tokens() {
  const { AuthenticationResult } = await signIn();
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { AccessToken, IdToken, RefreshToken, access: decodeJwt(AccessToken), id: decodeJwt(IdToken) };
}

/** Name of the error with which a call is refused, or its text where `message` is asked for. */
export async function refusal(call: Promise<unknown>, part: 'name' | 'message' = 'name'): Promise<string> {
  return call.then(
    () => 'no refusal',
    (error: unknown) => (error as CognitoIdentityProviderServiceException)[part],
  );
}
