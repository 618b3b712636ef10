import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import { setUpTOTP, signIn, signOut, updateMFAPreference, verifyTOTPSetup } from 'aws-amplify/auth';
import { Secret, TOTP } from 'otpauth';
import { PASSWORD, Pool } from './pool.ts';

export const EMAIL = 'ada@kalpla.test';
export let pool: Pool;

export async function stop(): Promise<void> {
  await signOut();
  await pool.stop();
}

/** A pool with one confirmed user. */
export async function start(MfaConfiguration: string, properties: Record<string, unknown> = {}): Promise<void> {
  const EnabledMfas = MfaConfiguration === 'OFF' ? [] : ['SOFTWARE_TOKEN_MFA'];
  pool = await Pool.start({
    pool: { MfaConfiguration, EnabledMfas, ...properties },
    client: {
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    },
  });
  const who = { UserPoolId: pool.poolId, Username: EMAIL };
  await pool.sdk.send(new AdminCreateUserCommand({ ...who, MessageAction: 'SUPPRESS' }));
  await pool.sdk.send(new AdminSetUserPasswordCommand({ ...who, Password: PASSWORD, Permanent: true }));
  Amplify.configure({
    Auth: { Cognito: { userPoolId: pool.poolId, userPoolClientId: pool.clientId, userPoolEndpoint: pool.url } },
  });
}

/** What an authenticator app shows, so many periods from now. */
export function code(secret: string, periods = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: pool.now + periods * 30_000 });
}

export const wrong = (right: string) => (right === '000000' ? '000001' : '000000');
export const enter = () => signIn({ username: EMAIL, password: PASSWORD });

/** The session of the second step. */
export async function challenge(): Promise<string | undefined> {
  const { Session } = await pool.sdk.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: EMAIL, PASSWORD },
    }),
  );
  return Session;
}

/** Signed in, with an app set up and asked for. */
export async function withApp(): Promise<string> {
  await enter();
  const { sharedSecret } = await setUpTOTP();
  await verifyTOTPSetup({ code: code(sharedSecret) });
  await updateMFAPreference({ totp: 'PREFERRED' });
  await signOut();
  return sharedSecret;
}
