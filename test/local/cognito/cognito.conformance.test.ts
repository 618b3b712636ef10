import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  type CognitoIdentityProviderServiceException,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { declaredClient, declaredGroup, declaredPool, PASSWORD, Pool, TRIGGER_ARN } from './pool.ts';

const GUIDE = 'cognito/latest/developerguide';
const EMAIL = 'ada@kalpla.test';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
let pool: Pool;
afterEach(() => pool.stop());

async function start(properties: Record<string, unknown> = {}, client: Record<string, unknown> = {}): Promise<void> {
  pool = await Pool.start({ pool: properties, client: { ExplicitAuthFlows: FLOWS, ...client } });
}

const admin = (Username = EMAIL) => ({ UserPoolId: pool.poolId, Username });

async function confirmedUser(email = EMAIL): Promise<void> {
  await pool.sdk.send(new AdminCreateUserCommand({ ...admin(email), MessageAction: 'SUPPRESS' }));
  await pool.sdk.send(new AdminSetUserPasswordCommand({ ...admin(email), Password: PASSWORD, Permanent: true }));
}

const signUp = (Username = EMAIL, Password = PASSWORD) =>
  pool.sdk.send(new SignUpCommand({ ClientId: pool.clientId, Username, Password }));
const confirm = (ConfirmationCode = pool.code(EMAIL), Username = EMAIL) =>
  pool.sdk.send(new ConfirmSignUpCommand({ ClientId: pool.clientId, Username, ConfirmationCode }));
const signIn = (USERNAME = EMAIL, secret = PASSWORD) =>
  pool.sdk.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: secret },
    }),
  );
const refresh = (RefreshToken = '') =>
  pool.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken }));
const status = async () => (await pool.sdk.send(new AdminGetUserCommand(admin()))).UserStatus;

async function tokens() {
  const { AuthenticationResult } = await signIn();
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { AccessToken, IdToken, RefreshToken, access: decodeJwt(AccessToken), id: decodeJwt(IdToken) };
}

/** Name of the error with which a call is refused, or its text where `message` is asked for. */
async function refusal(call: Promise<unknown>, part: 'name' | 'message' = 'name'): Promise<string> {
  return call.then(
    () => 'no refusal',
    (error: CognitoIdentityProviderServiceException) => error[part],
  );
}

describe('sign-up', () => {
  const page = `${GUIDE}/signing-up-users-in-your-app.html`;

  documented(page, 'Users who sign themselves up need to be confirmed before they can sign in.', async () => {
    await start();
    await signUp();
    expect(await refusal(signIn())).toBe('UserNotConfirmedException');
    await confirm();
    expect((await signIn()).AuthenticationResult).toBeDefined();
  });

  documented(page, 'The code is valid for 24 hours', async () => {
    await start();
    await signUp();
    pool.pass(24 * HOUR - 1);
    const right = pool.code(EMAIL);
    await signUp('ben@kalpla.test');
    expect(await refusal(confirm(right))).toBe('no refusal');
    pool.pass(24 * HOUR);
    expect(await refusal(confirm(pool.code('ben@kalpla.test'), 'ben@kalpla.test'))).toBe('ExpiredCodeException');
  });

  documented(
    page,
    'When a user enters a code or follows an email link to confirm their user account, that email or phone number is automatically verified.',
    async () => {
      await start();
      await signUp();
      await confirm();
      const { UserAttributes } = await pool.sdk.send(new AdminGetUserCommand(admin()));
      expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    },
  );

  documented(
    page,
    'If the user account was confirmed by the administrator or a pre sign-up Lambda trigger, there might not be a verified email or phone number associated with the account.',
    async () => {
      await start();
      await signUp();
      await pool.sdk.send(new AdminConfirmSignUpCommand(admin()));
      const { UserAttributes, UserStatus } = await pool.sdk.send(new AdminGetUserCommand(admin()));
      expect(UserStatus).toBe('CONFIRMED');
      expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
    },
  );

  documented(
    page,
    'The user account is confirmed and the user can sign in using a temporary password, but on first sign-in, the user must change their password to a new value before doing anything else.',
    async () => {
      await start();
      await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), TemporaryPassword: PASSWORD }));
      expect(await status()).toBe('FORCE_CHANGE_PASSWORD');
      expect((await signIn()).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'The `SignUp` API generates a persistent UUID for your user, and uses it internally as the immutable user name attribute. This UUID has the same value as the `sub` claim in the user identity token.',
    async () => {
      await start();
      const { UserSub } = await signUp();
      await confirm();
      const { id } = await tokens();
      expect(id).toMatchObject({ sub: UserSub, 'cognito:username': UserSub });
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'To create users and not give values for required attributes, administrators can use the AdminCreateUser API.',
    async () => {
      await start({ Schema: [{ Name: 'name', Required: true }] });
      expect(await refusal(signUp())).toBe('InvalidParameterException');
      expect(await refusal(pool.sdk.send(new AdminCreateUserCommand(admin())))).toBe('no refusal');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'When you configure your user pool to be case insensitive, a user can use either lowercase or uppercase letters to sign up or sign in with their alias.',
    async () => {
      await start({ UsernameConfiguration: { CaseSensitive: false } });
      await confirmedUser();
      expect((await signIn('ADA@Kalpla.Test')).AuthenticationResult).toBeDefined();
      expect(await refusal(signUp('ADA@KALPLA.TEST'))).toBe('UsernameExistsException');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'However, the maximum length for any custom attribute can be no more than 2048 characters.',
    async () => {
      await start({ Schema: [{ Name: 'essay', AttributeDataType: 'String', Mutable: true }] }, {});
      const made = (length: number, email: string) =>
        pool.sdk.send(
          new AdminCreateUserCommand({
            ...admin(email),
            UserAttributes: [{ Name: 'custom:essay', Value: 'x'.repeat(length) }],
          }),
        );
      expect(await refusal(made(2048, EMAIL))).toBe('no refusal');
      expect(await refusal(made(2049, 'ben@kalpla.test'))).toBe('InvalidParameterException');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-attributes.html`,
    'A phone number must start with a plus (+) sign, followed immediately by the country code. A phone number can only contain the + sign and digits.',
    async () => {
      await start();
      const made = (Value: string) =>
        pool.sdk.send(
          new AdminCreateUserCommand({
            ...admin(`${Value.length}@kalpla.test`),
            UserAttributes: [{ Name: 'phone_number', Value }],
          }),
        );
      expect(await refusal(made('+14325551212'))).toBe('no refusal');
      for (const wrong of ['14325551212', '+1 (432) 555-1212', '+1432555x']) {
        expect(await refusal(made(wrong))).toBe('InvalidParameterException');
      }
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-policies.html`,
    'Amazon Cognito passwords can be up to 256 characters in length.',
    async () => {
      await start();
      expect(await refusal(signUp(EMAIL, `Aa1-${'x'.repeat(252)}`))).toBe('no refusal');
      expect(await refusal(signUp('ben@kalpla.test', `Aa1-${'x'.repeat(253)}`))).not.toBe('no refusal');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-policies.html`,
    'A Password minimum length of at least six characters and at most 99 characters.',
    async () => {
      await start();
      for (const MinimumLength of [5, 100]) {
        const deploying = pool.deploy(declaredPool({ Policies: { PasswordPolicy: { MinimumLength } } }, 'Other'));
        await expect(deploying).rejects.toThrow('MinimumLength');
      }
    },
  );
});

describe('errors', () => {
  const page = `${GUIDE}/cognito-user-pool-managing-errors.html`;
  const hidden = { PreventUserExistenceErrors: 'ENABLED' };

  documented(
    page,
    'Amazon Cognito returns a generic `NotAuthorizedException` error when either the user name or password is incorrect.',
    async () => {
      await start({}, hidden);
      await confirmedUser();
      const texts = [await refusal(signIn(EMAIL, 'wrong'), 'message'), await refusal(signIn('x@y.z'), 'message')];
      expect(texts).toEqual(['Incorrect username or password.', 'Incorrect username or password.']);
    },
  );

  documented(
    page,
    'The `SignUp` operation returns `UsernameExistsException` when a user name is already taken.',
    async () => {
      await start({}, hidden);
      await confirmedUser();
      expect(await refusal(signUp())).toBe('UsernameExistsException');
    },
  );

  documented(
    page,
    "When a user isn't found, is deactivated, or doesn't have a verified delivery mechanism to recover their password, Amazon Cognito returns `CodeDeliveryDetails` with a simulated delivery medium for a user.",
    async () => {
      await start({}, hidden);
      await confirmedUser();
      await confirmedUser('off@kalpla.test');
      await pool.sdk.send(new AdminDisableUserCommand(admin('off@kalpla.test')));
      for (const Username of ['nobody@kalpla.test', 'off@kalpla.test', EMAIL]) {
        const answer = await pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username }));
        expect(answer.CodeDeliveryDetails).toMatchObject({ AttributeName: 'email', DeliveryMedium: 'EMAIL' });
      }
      expect(pool.outbox.list()).toEqual([]);
    },
  );

  documented(
    page,
    "Amazon Cognito returns the `CodeMismatchException` error for users that don't exist or are disabled. If a code isn't requested when using `ForgotPassword`, Amazon Cognito returns the `ExpiredCodeException` error.",
    async () => {
      await start({}, hidden);
      await confirmedUser();
      const reset = (Username: string) =>
        pool.sdk.send(
          new ConfirmForgotPasswordCommand({
            ClientId: pool.clientId,
            Username,
            ConfirmationCode: '123456',
            Password: PASSWORD,
          }),
        );
      expect(await refusal(reset('nobody@kalpla.test'))).toBe('CodeMismatchException');
      expect(await refusal(reset(EMAIL))).toBe('ExpiredCodeException');
      await pool.sdk.send(new AdminDisableUserCommand(admin()));
      expect(await refusal(reset(EMAIL))).toBe('CodeMismatchException');
    },
  );

  documented(
    page,
    "Amazon Cognito returns `CodeDeliveryDetails` for a disabled user or a user that doesn't exist.",
    async () => {
      await start({}, hidden);
      await signUp();
      await pool.sdk.send(new AdminDisableUserCommand(admin()));
      for (const Username of [EMAIL, 'nobody@kalpla.test']) {
        const answer = await pool.sdk.send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username }));
        expect(answer.CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
      }
    },
  );

  documented(
    page,
    "If the code doesn't match what the server expects Amazon Cognito returns `CodeMismatchException`.",
    async () => {
      await start({}, hidden);
      await signUp();
      const wrong = pool.code(EMAIL) === '000000' ? '000001' : '000000';
      expect(await refusal(confirm(wrong))).toBe('CodeMismatchException');
    },
  );

  documented(
    page,
    "When a user isn't found, Amazon Cognito returns a simulated response in the first step as described in RFC 5054.",
    async () => {
      await start({}, hidden);
      const begin = (USERNAME: string) =>
        pool.sdk.send(
          new InitiateAuthCommand({
            ClientId: pool.clientId,
            AuthFlow: 'USER_SRP_AUTH',
            AuthParameters: { USERNAME, SRP_A: 'ab'.repeat(300) },
          }),
        );
      const [first, second] = [await begin('nobody@kalpla.test'), await begin('nobody@kalpla.test')];
      expect(first.ChallengeName).toBe('PASSWORD_VERIFIER');
      expect(first.ChallengeParameters?.['SALT']).toBe(second.ChallengeParameters?.['SALT']);
      expect(first.ChallengeParameters?.['USER_ID_FOR_SRP']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('sign-in', () => {
  const page = `${GUIDE}/amazon-cognito-user-pools-authentication-flow.html`;

  documented(
    page,
    'After five failed sign-in attempts, Amazon Cognito locks out your user for one second.',
    async () => {
      await start();
      await confirmedUser();
      for (let attempt = 0; attempt < 5; attempt += 1) await refusal(signIn(EMAIL, 'wrong'));
      expect(await refusal(signIn(), 'message')).toBe('Password attempts exceeded');
      pool.pass(1000);
      expect(await refusal(signIn())).toBe('no refusal');
    },
  );

  documented(
    page,
    'The lockout duration then doubles after each additional one failed attempt, up to a maximum of approximately 15 minutes.',
    async () => {
      await start();
      await confirmedUser();
      for (let attempt = 0; attempt < 5; attempt += 1) await refusal(signIn(EMAIL, 'wrong'));
      pool.pass(1000);
      await refusal(signIn(EMAIL, 'wrong'));
      pool.pass(1999);
      expect(await refusal(signIn(), 'message')).toBe('Password attempts exceeded');
      pool.pass(1);
      expect(await refusal(signIn())).toBe('no refusal');
    },
  );

  documented(
    page,
    'To reset the lockout to its initial state, your user must not initiate any sign-in attempts for 15 consecutive minutes at any time after a lockout.',
    async () => {
      await start();
      await confirmedUser();
      for (let attempt = 0; attempt < 5; attempt += 1) await refusal(signIn(EMAIL, 'wrong'));
      pool.pass(15 * MINUTE);
      expect(await refusal(signIn(EMAIL, 'wrong'), 'message')).toBe('Incorrect username or password.');
      expect(await refusal(signIn())).toBe('no refusal');
    },
  );

  documented(
    page,
    'By default, your users have three minutes to complete each challenge before the session string expires.',
    async () => {
      await start();
      await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), TemporaryPassword: PASSWORD }));
      const { Session, ChallengeName } = await signIn();
      pool.pass(3 * MINUTE);
      const answer = new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: EMAIL, NEW_PASSWORD: `${PASSWORD}2` },
      });
      expect(await refusal(pool.sdk.send(answer))).toBe('NotAuthorizedException');
    },
  );
});

describe('tokens', () => {
  const idPage = `${GUIDE}/amazon-cognito-user-pools-using-the-id-token.html`;
  const refreshPage = `${GUIDE}/amazon-cognito-user-pools-using-the-refresh-token.html`;
  const revocationPage = `${GUIDE}/token-revocation.html`;

  documented(
    idPage,
    'The content of the `aud` claim is the `client_id` that the user requested when they authenticated with your user pool.',
    async () => {
      await start();
      await confirmedUser();
      const { id, access } = await tokens();
      expect([id.aud, access['client_id']]).toEqual([pool.clientId, pool.clientId]);
    },
  );

  documented(
    idPage,
    'The `iss` claim has the following format: https://cognito-idp.{region}.amazonaws.com/{userPoolId}',
    async () => {
      await start();
      await confirmedUser();
      expect((await tokens()).id.iss).toBe(`https://cognito-idp.us-east-1.amazonaws.com/${pool.poolId}`);
    },
  );

  documented(
    idPage,
    'On refreshes, `auth_time` represents the time when the original authentication occurred, not the time when the token was issued.',
    async () => {
      await start();
      await confirmedUser();
      const first = await tokens();
      pool.pass(10 * MINUTE);
      const { AuthenticationResult } = await refresh(first.RefreshToken);
      const second = decodeJwt(AuthenticationResult?.IdToken ?? '');
      expect(second['auth_time']).toBe(first.id['auth_time']);
      expect(Number(second.iat) - Number(first.id.iat)).toBe(600);
    },
  );

  documented(
    refreshPage,
    'By default, the refresh token expires 30 days after your application user signs into your user pool.',
    async () => {
      await start();
      await confirmedUser();
      const { RefreshToken } = await tokens();
      pool.pass(30 * 24 * HOUR - 1);
      expect(await refusal(refresh(RefreshToken))).toBe('no refusal');
      pool.pass(1);
      expect(await refusal(refresh(RefreshToken))).toBe('NotAuthorizedException');
    },
  );

  documented(
    refreshPage,
    "you can set the application's refresh token expiration to any value between 60 minutes and 10 years.",
    async () => {
      await start();
      const client = (RefreshTokenValidity: number, unit: string) =>
        pool.deploy(
          declaredClient(
            pool.poolId,
            { RefreshTokenValidity, TokenValidityUnits: { RefreshToken: unit } },
            `Client${unit}${RefreshTokenValidity}`,
          ),
        );
      await client(60, 'minutes');
      await client(3650, 'days');
      await expect(client(59, 'minutes')).rejects.toThrow('RefreshTokenValidity');
      await expect(client(3651, 'days')).rejects.toThrow('RefreshTokenValidity');
    },
  );

  documented(refreshPage, "The user's refresh token cannot be used to get new tokens for the user.", async () => {
    await start();
    await confirmedUser();
    const { AccessToken, RefreshToken } = await tokens();
    await pool.sdk.send(new GlobalSignOutCommand({ AccessToken }));
    expect(await refusal(refresh(RefreshToken))).toBe('NotAuthorizedException');
  });

  documented(refreshPage, "The user's access token cannot be used for the user pools service.", async () => {
    await start();
    await confirmedUser();
    const { AccessToken } = await tokens();
    await pool.sdk.send(new GlobalSignOutCommand({ AccessToken }));
    expect(await refusal(pool.sdk.send(new GetUserCommand({ AccessToken })))).toBe('NotAuthorizedException');
  });

  documented(refreshPage, 'The `AdminUserGlobalSignOut` API can sign out any user in the user pool.', async () => {
    await start();
    await confirmedUser();
    const { RefreshToken } = await tokens();
    await pool.sdk.send(new AdminUserGlobalSignOutCommand(admin()));
    expect(await refusal(refresh(RefreshToken))).toBe('NotAuthorizedException');
  });

  documented(
    revocationPage,
    'When you revoke a refresh token, all access tokens that were previously issued by that refresh token become invalid. The other refresh tokens issued to the user are not affected.',
    async () => {
      await start();
      await confirmedUser();
      const [first, second] = [await tokens(), await tokens()];
      await pool.sdk.send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: first.RefreshToken }));
      const user = (AccessToken: string) => refusal(pool.sdk.send(new GetUserCommand({ AccessToken })));
      expect([await user(first.AccessToken), await user(second.AccessToken)]).toEqual([
        'NotAuthorizedException',
        'no refusal',
      ]);
      expect(await refusal(refresh(second.RefreshToken))).toBe('no refusal');
    },
  );

  documented(
    revocationPage,
    'However, revoked tokens will still be valid if they are verified using any JWT library that verifies the signature and expiration of the token.',
    async () => {
      await start();
      await confirmedUser();
      const { AccessToken } = await tokens();
      await pool.sdk.send(new GlobalSignOutCommand({ AccessToken }));
      expect(await pool.cognito.verifyToken(pool.poolId, AccessToken)).toMatchObject({ tokenUse: 'access' });
    },
  );

  documented(
    revocationPage,
    'When you create a new user pool client using the AWS Management Console, the AWS CLI, or the AWS API, token revocation is enabled by default.',
    async () => {
      await start();
      await confirmedUser();
      const { id, access } = await tokens();
      expect(id['origin_jti']).toBe(access['origin_jti']);
      expect(id['origin_jti']).toBeDefined();
    },
  );
});

describe('groups', () => {
  const page = `${GUIDE}/cognito-user-pools-user-groups.html`;

  async function member(...groups: readonly (readonly [string, Record<string, unknown>])[]) {
    await start();
    await confirmedUser();
    for (const [name, properties] of groups) {
      await pool.deploy(declaredGroup(pool.poolId, name, properties));
      await pool.sdk.send(new AdminAddUserToGroupCommand({ ...admin(), GroupName: name }));
    }
    return tokens();
  }

  documented(
    page,
    'The groups that a user is a member of are included in both the ID token and access token from a user pool in the `cognito:groups` claim.',
    async () => {
      const { id, access } = await member(['Mentor', {}], ['Student', {}]);
      expect(id['cognito:groups']).toEqual(['Mentor', 'Student']);
      expect(access['cognito:groups']).toEqual(['Mentor', 'Student']);
    },
  );

  documented(
    page,
    "If a user belongs to two or more groups, the group with the lowest precedence value will have its IAM role applied to the `cognito:preferred_role` claim in the user's ID token.",
    async () => {
      const { id } = await member(
        ['Student', { Precedence: 9, RoleArn: 'arn:aws:iam::000000000000:role/student' }],
        ['Mentor', { Precedence: 0, RoleArn: 'arn:aws:iam::000000000000:role/mentor' }],
      );
      expect(id['cognito:preferred_role']).toBe('arn:aws:iam::000000000000:role/mentor');
    },
  );

  documented(
    page,
    'Groups with lower precedence values take precedence over groups with higher or null precedence values.',
    async () => {
      const { id } = await member(
        ['Anybody', { RoleArn: 'arn:aws:iam::000000000000:role/anybody' }],
        ['Student', { Precedence: 9, RoleArn: 'arn:aws:iam::000000000000:role/student' }],
      );
      expect(id['cognito:preferred_role']).toBe('arn:aws:iam::000000000000:role/student');
    },
  );

  documented(
    page,
    "If the two groups have different role ARNs, the `cognito:preferred_role` claim is not set in users' ID tokens.",
    async () => {
      const { id } = await member(
        ['Student', { Precedence: 1, RoleArn: 'arn:aws:iam::000000000000:role/student' }],
        ['Mentor', { Precedence: 1, RoleArn: 'arn:aws:iam::000000000000:role/mentor' }],
      );
      expect(id['cognito:preferred_role']).toBeUndefined();
      expect(id['cognito:roles']).toHaveLength(2);
    },
  );
});

describe('recovery and updates', () => {
  const recovery = `${GUIDE}/how-to-recover-a-user-account.html`;
  const verification = `${GUIDE}/user-pool-settings-email-phone-verification.html`;

  async function verified(properties: Record<string, unknown> = {}): Promise<void> {
    await start(properties);
    await signUp();
    await confirm();
  }

  documented(recovery, 'The recovery code is valid for one hour.', async () => {
    await verified();
    const reset = () =>
      pool.sdk.send(
        new ConfirmForgotPasswordCommand({
          ClientId: pool.clientId,
          Username: EMAIL,
          ConfirmationCode: pool.code(EMAIL),
          Password: PASSWORD,
        }),
      );
    await pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
    pool.pass(HOUR);
    expect(await refusal(reset())).toBe('ExpiredCodeException');
    await pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
    pool.pass(HOUR - 1);
    expect(await refusal(reset())).toBe('no refusal');
  });

  documented(
    recovery,
    'In a given hour, we allow between 5 and 20 attempts for a user to request or enter a password reset code as part of forgot-password and confirm-forgot-password actions.',
    async () => {
      await verified();
      const forgot = () => pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
      const outcomes: string[] = [];
      for (let attempt = 0; attempt < 21; attempt += 1) outcomes.push(await refusal(forgot()));
      const allowed = outcomes.indexOf('LimitExceededException');
      expect(allowed).toBeGreaterThanOrEqual(5);
      expect(allowed).toBeLessThanOrEqual(20);
    },
  );

  documented(
    recovery,
    '`admin_only` is a value used when the administrator does not want the user to recover their account themselves, and would instead require them to contact the administrator to reset their account.',
    async () => {
      await verified({ AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] } });
      const forgot = pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
      expect(await refusal(forgot)).toBe('NotAuthorizedException');
    },
  );

  documented(verification, 'The verification code or link is valid for 24 hours.', async () => {
    await start();
    await signUp();
    pool.pass(24 * HOUR);
    expect(await refusal(confirm())).toBe('ExpiredCodeException');
  });

  documented(
    `${GUIDE}/user-pool-lambda-pre-sign-up.html`,
    'Response parameters `autoVerifyPhone`, `autoVerifyEmail` and `autoConfirmUser` are ignored by Amazon Cognito when the Pre Sign-up lambda is triggered by the `AdminCreateUser` API.',
    async () => {
      await start({ LambdaConfig: { PreSignUp: TRIGGER_ARN } });
      pool.trigger = (event) =>
        Promise.resolve({ ...(event as object), response: { autoConfirmUser: true, autoVerifyEmail: true } });
      await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), TemporaryPassword: PASSWORD }));
      expect(await status()).toBe('FORCE_CHANGE_PASSWORD');
    },
  );

  documented(
    `${GUIDE}/user-pool-lambda-pre-sign-up.html`,
    'If `autoVerifyEmail` is set to `true`, the `email` attribute must have a valid, non-null value. Otherwise an error will occur and the user will not be able to complete sign-up.',
    async () => {
      await start({ UsernameAttributes: [], LambdaConfig: { PreSignUp: TRIGGER_ARN } });
      pool.trigger = (event) => Promise.resolve({ ...(event as object), response: { autoVerifyEmail: true } });
      expect(await refusal(signUp('ada'))).toBe('InvalidParameterException');
      expect(await refusal(pool.sdk.send(new AdminGetUserCommand(admin('ada'))))).toBe('UserNotFoundException');
    },
  );

  documented(
    `${GUIDE}/user-pool-lambda-pre-token-generation.html`,
    'If your function both suppresses and replaces a claim value, then Amazon Cognito suppresses the claim.',
    async () => {
      await start({ LambdaConfig: { PreTokenGeneration: TRIGGER_ARN } });
      await confirmedUser();
      pool.trigger = (event) =>
        Promise.resolve({
          ...(event as object),
          response: { claimsOverrideDetails: { claimsToAddOrOverride: { plan: 'gold' }, claimsToSuppress: ['plan'] } },
        });
      expect((await tokens()).id).not.toHaveProperty('plan');
    },
  );

  documented(
    `${GUIDE}/user-pool-lambda-pre-token-generation.html`,
    'If you provide an empty or null object in the response, then Amazon Cognito suppresses the groups.',
    async () => {
      await start({ LambdaConfig: { PreTokenGeneration: TRIGGER_ARN } });
      await confirmedUser();
      await pool.deploy(declaredGroup(pool.poolId, 'Student'));
      await pool.sdk.send(new AdminAddUserToGroupCommand({ ...admin(), GroupName: 'Student' }));
      pool.trigger = (event) =>
        Promise.resolve({
          ...(event as object),
          response: { claimsOverrideDetails: { groupOverrideDetails: {} } },
        });
      const { id, access } = await tokens();
      expect([id['cognito:groups'], access['cognito:groups']]).toEqual([undefined, undefined]);
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-mfa-totp.html`,
    "If you haven't activated TOTP software token MFA for the user pool, Amazon Cognito can't use the token to associate or verify users. In this case, users receive a `SoftwareTokenMFANotFoundException` exception with the description `Software Token MFA has not been enabled by the userPool`.",
    async () => {
      await verified();
      const { AccessToken } = await tokens();
      const response = await fetch(pool.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityProviderService.AssociateSoftwareToken',
        },
        body: JSON.stringify({ AccessToken }),
      });
      expect(await response.json()).toMatchObject({
        __type: 'SoftwareTokenMFANotFoundException',
        message: 'Software Token MFA has not been enabled by the userPool',
      });
    },
  );

  documented(
    'cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html',
    'Changes the password for the currently signed-in user.',
    async () => {
      await verified();
      const { AccessToken } = await tokens();
      const ProposedPassword = `${PASSWORD}-2`;
      await pool.sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword: PASSWORD, ProposedPassword }));
      expect(await refusal(signIn())).toBe('NotAuthorizedException');
      expect(await refusal(signIn(EMAIL, ProposedPassword))).toBe('no refusal');
    },
  );
});
