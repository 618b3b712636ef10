import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { declaredGroup, PASSWORD, Pool, TRIGGER_ARN } from './pool.ts';

const EMAIL = 'ada@kalpla.test';
const FLOWS = { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] };
let pool: Pool;
afterEach(() => pool.stop());

async function start(triggers: Record<string, unknown>): Promise<void> {
  pool = await Pool.start({ pool: { LambdaConfig: triggers }, client: FLOWS });
}

/** Answers each event with another `response`. */
function answering(response: unknown): void {
  pool.trigger = (event) => Promise.resolve({ ...(event as object), response });
}

const signUp = () =>
  pool.sdk.send(
    new SignUpCommand({
      ClientId: pool.clientId,
      Username: EMAIL,
      Password: PASSWORD,
      ValidationData: [{ Name: 'invitation', Value: 'x1' }],
      ClientMetadata: { campaign: 'autumn' },
    }),
  );
const user = () => pool.sdk.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
const sources = () => pool.invocations.map(({ event }) => (event as { triggerSource: string }).triggerSource);

describe('PreSignUp', () => {
  test('is told of the new user before there is one, and leaves sign-up as it is by default', async () => {
    await start({ PreSignUp: TRIGGER_ARN });
    expect(await signUp()).toMatchObject({ UserConfirmed: false });
    expect(pool.invocations).toMatchObject([
      {
        functionArn: TRIGGER_ARN,
        event: {
          version: '1',
          userPoolId: pool.poolId,
          triggerSource: 'PreSignUp_SignUp',
          callerContext: { clientId: pool.clientId },
          request: {
            userAttributes: { email: EMAIL },
            validationData: { invitation: 'x1' },
            clientMetadata: { campaign: 'autumn' },
          },
          response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
        },
      },
    ]);
    expect((await user()).UserStatus).toBe('UNCONFIRMED');
  });

  test('confirms the user and their address, and no code is sent', async () => {
    await start({ PreSignUp: TRIGGER_ARN, PostConfirmation: TRIGGER_ARN });
    answering({ autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false });
    expect(await signUp()).toMatchObject({ UserConfirmed: true });
    expect((await user()).UserStatus).toBe('CONFIRMED');
    expect((await user()).UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    expect(pool.outbox.list()).toEqual([]);
    expect(sources()).toEqual(['PreSignUp_SignUp', 'PostConfirmation_ConfirmSignUp']);
  });

  test('verifies a telephone number, where there is one', async () => {
    await start({ PreSignUp: TRIGGER_ARN });
    answering({ autoVerifyPhone: true });
    await expect(signUp()).rejects.toThrow('Cannot auto-verify phone when phone number is not present');
    const UserAttributes = [{ Name: 'phone_number', Value: '+14325551212' }];
    const command = { ClientId: pool.clientId, Username: EMAIL, Password: PASSWORD, UserAttributes };
    await pool.sdk.send(new SignUpCommand(command));
    expect((await user()).UserAttributes).toContainEqual({ Name: 'phone_number_verified', Value: 'true' });
  });

  test('that fails keeps the user out', async () => {
    await start({ PreSignUp: TRIGGER_ARN });
    pool.trigger = () => Promise.reject(new Error('By invitation only'));
    await expect(signUp()).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error By invitation only.',
    });
    await expect(user()).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test.each([null, { autoConfirmUser: 'yes' }, []])('may not answer %j', async (response) => {
    await start({ PreSignUp: TRIGGER_ARN });
    answering(response);
    await expect(signUp()).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });

  test('is ignored where an administrator makes the user', async () => {
    await start({ PreSignUp: TRIGGER_ARN });
    answering({ autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true });
    await pool.sdk.send(new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
    expect(sources()).toEqual(['PreSignUp_AdminCreateUser']);
    expect((await user()).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  });

  test('lets one of two in who sign up by the same name at once', async () => {
    await start({ PreSignUp: TRIGGER_ARN });
    const outcomes = await Promise.allSettled([signUp(), signUp()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('PreTokenGeneration', () => {
  const FIRST = { PreTokenGeneration: TRIGGER_ARN };
  const SECOND = { PreTokenGenerationConfig: { LambdaArn: TRIGGER_ARN, LambdaVersion: 'V2_0' } };

  async function member(triggers: Record<string, unknown>): Promise<void> {
    await start(triggers);
    await pool.deploy(declaredGroup(pool.poolId, 'Mentor', { Precedence: 1, RoleArn: 'arn:aws:iam::0:role/mentor' }));
    const who = { UserPoolId: pool.poolId, Username: EMAIL };
    await pool.sdk.send(new AdminCreateUserCommand(who));
    await pool.sdk.send(new AdminSetUserPasswordCommand({ ...who, Password: PASSWORD, Permanent: true }));
    await pool.sdk.send(new AdminAddUserToGroupCommand({ ...who, GroupName: 'Mentor' }));
  }

  const initiate = () =>
    pool.sdk.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: EMAIL, PASSWORD },
      }),
    );

  async function claims() {
    const { AuthenticationResult: tokens } = await initiate();
    return { id: decodeJwt(tokens?.IdToken ?? ''), access: decodeJwt(tokens?.AccessToken ?? '') };
  }

  test('is told of groups, and leaves tokens as they are by default', async () => {
    await member(FIRST);
    const { id, access } = await claims();
    expect(pool.invocations.at(-1)?.event).toMatchObject({
      version: '1',
      triggerSource: 'TokenGeneration_Authentication',
      request: {
        userAttributes: { email: EMAIL, 'cognito:user_status': 'CONFIRMED' },
        groupConfiguration: {
          groupsToOverride: ['Mentor'],
          iamRolesToOverride: ['arn:aws:iam::0:role/mentor'],
          preferredRole: 'arn:aws:iam::0:role/mentor',
        },
      },
      response: { claimsOverrideDetails: null },
    });
    expect([id['cognito:groups'], access['cognito:groups']]).toEqual([['Mentor'], ['Mentor']]);
  });

  test('in its first form changes the ID token alone, but groups in both', async () => {
    await member(FIRST);
    answering({
      claimsOverrideDetails: {
        claimsToAddOrOverride: { plan: 'gold', nickname: 'ada', sub: 'somebody else', 'cognito:groups': 'Admin' },
        claimsToSuppress: ['email', 'iss', 'nickname'],
        groupOverrideDetails: { groupsToOverride: ['Guest'], iamRolesToOverride: [] },
      },
    });
    const { id, access } = await claims();
    expect(id).toMatchObject({ plan: 'gold', 'cognito:groups': ['Guest'], iss: expect.stringContaining(pool.poolId) });
    expect(Object.keys(id)).not.toEqual(expect.arrayContaining(['email']));
    expect(id['nickname']).toBeUndefined();
    expect(id['cognito:roles']).toBeUndefined();
    expect(id.sub).toBe(access.sub);
    expect(id.sub).not.toBe('somebody else');
    expect(access['cognito:groups']).toEqual(['Guest']);
    expect(access['plan']).toBeUndefined();
  });

  test('that gives empty group details takes all groups', async () => {
    await member(FIRST);
    answering({ claimsOverrideDetails: { groupOverrideDetails: null } });
    const { id, access } = await claims();
    expect([id['cognito:groups'], access['cognito:groups']]).toEqual([undefined, undefined]);
  });

  test('in its second form changes the access token and its scopes too', async () => {
    await member(SECOND);
    answering({
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: { level: 7 } },
        accessTokenGeneration: {
          claimsToAddOrOverride: { tenants: ['a', 'b'], client_id: 'other' },
          scopesToAdd: ['courses:write'],
          scopesToSuppress: ['aws.cognito.signin.user.admin'],
        },
      },
    });
    const { id, access } = await claims();
    expect(pool.invocations.at(-1)?.event).toMatchObject({
      version: '2',
      request: { scopes: ['aws.cognito.signin.user.admin'] },
    });
    expect(id['level']).toBe(7);
    expect(access).toMatchObject({ tenants: ['a', 'b'], scope: 'courses:write', client_id: pool.clientId });
  });

  test('runs at each refresh', async () => {
    await member(FIRST);
    const { AuthenticationResult: tokens } = await initiate();
    answering({ claimsOverrideDetails: { claimsToAddOrOverride: { fresh: 'yes' } } });
    const { AuthenticationResult: refreshed } = await pool.sdk.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken: tokens?.RefreshToken }),
    );
    expect(sources().at(-1)).toBe('TokenGeneration_RefreshTokens');
    expect(decodeJwt(refreshed?.IdToken ?? '')).toMatchObject({ fresh: 'yes' });
  });

  test('is told that a password was chosen, with what the client says of it', async () => {
    await start(FIRST);
    await pool.sdk.send(
      new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username: EMAIL, TemporaryPassword: PASSWORD }),
    );
    const { Session, ChallengeName } = await initiate();
    await pool.sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: EMAIL, NEW_PASSWORD: `${PASSWORD}-2` },
        ClientMetadata: { device: 'laptop' },
      }),
    );
    expect(pool.invocations.at(-1)?.event).toMatchObject({
      triggerSource: 'TokenGeneration_NewPasswordChallenge',
      request: { clientMetadata: { device: 'laptop' } },
    });
  });

  test('that fails lets nobody in', async () => {
    await member(FIRST);
    pool.trigger = () => Promise.reject(new Error('closed'));
    await expect(claims()).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error closed.',
    });
  });

  test.each([
    { claimsOverrideDetails: { claimsToAddOrOverride: { plan: 5 } } },
    { claimsOverrideDetails: { claimsToSuppress: 'email' } },
    { claimsOverrideDetails: 'gold' },
  ])('may not answer %j', async (response) => {
    await member(FIRST);
    answering(response);
    await expect(claims()).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });
});
