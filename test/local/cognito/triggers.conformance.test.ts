import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  admin,
  confirm,
  confirmedUser,
  EMAIL,
  GUIDE,
  pool,
  refresh,
  refusal,
  signIn,
  signUp,
  start,
  status,
  stop,
  tokens,
} from './conformance-steps.ts';
import { declaredGroup, PASSWORD, TRIGGER_ARN } from './pool.ts';

afterEach(stop);

interface Event {
  readonly version: string;
  readonly triggerSource: string;
  readonly request: Readonly<Record<string, unknown>>;
}
const events = () => pool.invocations.map(({ event }) => event as Event);
const sources = () => events().map(({ triggerSource }) => triggerSource);

/** Answers each event with another `response`. */
function answering(response: unknown): void {
  pool.trigger = (event) => Promise.resolve({ ...(event as object), response });
}

const withPreSignUp = () => start({ LambdaConfig: { PreSignUp: TRIGGER_ARN } });
const attribute = async (name: string) =>
  (await pool.sdk.send(new AdminGetUserCommand(admin()))).UserAttributes?.find(({ Name }) => Name === name)?.Value;

describe('every trigger', () => {
  const page = `${GUIDE}/cognito-user-identity-pools-working-with-aws-lambda-triggers.html`;

  documented(
    page,
    'When Amazon Cognito calls your Lambda function, it must respond within 5 seconds. If it does not, Amazon Cognito retries the call. After three unsuccessful attempts, the function times out.',
    async () => {
      await withPreSignUp();
      pool.trigger = () => new Promise(() => undefined);
      expect(await refusal(signUp())).toBe('UnexpectedLambdaException');
      expect(sources()).toEqual(['PreSignUp_SignUp', 'PreSignUp_SignUp', 'PreSignUp_SignUp']);
    },
  );

  documented(
    page,
    'Your function then has an opportunity to take action, or to send the event back unmodified.',
    async () => {
      await withPreSignUp();
      expect((await signUp()).UserConfirmed).toBe(false);
    },
  );

  documented(page, 'It contains the fields awsSdkVersion and clientId.', async () => {
    await withPreSignUp();
    await signUp();
    expect(events()[0]).toMatchObject({
      version: '1',
      region: 'us-east-1',
      userPoolId: pool.poolId,
      callerContext: { awsSdkVersion: expect.any(String) as string, clientId: pool.clientId },
    });
  });
});

describe('before sign-up', () => {
  const page = `${GUIDE}/user-pool-lambda-pre-sign-up.html`;

  documented(
    page,
    'As part of the sign-up process, you can use this function to perform custom validation and, based on the results of your validation, accept or deny the registration request.',
    async () => {
      await withPreSignUp();
      pool.trigger = () => Promise.reject(new Error('not today'));
      expect(await refusal(signUp())).toBe('UserLambdaValidationException');
      expect(await refusal(pool.sdk.send(new AdminGetUserCommand(admin())))).toBe('UserNotFoundException');
    },
  );

  documented(
    page,
    'This data comes from the ValidationData values passed to the user pool SignUp and AdminCreateUser API methods.',
    async () => {
      await withPreSignUp();
      const ValidationData = [{ Name: 'invitation', Value: 'x1' }];
      const own = { ClientId: pool.clientId, Username: 'ben@kalpla.test', Password: PASSWORD };
      await pool.sdk.send(new SignUpCommand({ ...own, ValidationData }));
      await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), ValidationData }));
      expect(events()).toMatchObject([
        { request: { validationData: { invitation: 'x1' } } },
        { request: { validationData: { invitation: 'x1' } } },
      ]);
    },
  );

  documented(page, 'Set to true to auto-confirm the user, or false otherwise.', async () => {
    await withPreSignUp();
    answering({ autoConfirmUser: true });
    await signUp();
    expect(await status()).toBe('CONFIRMED');
    expect(await attribute('email_verified')).toBe('false');
  });

  documented(
    page,
    'Set to true to set as verified the email address of a user who is signing up, or false otherwise.',
    async () => {
      await withPreSignUp();
      answering({ autoVerifyEmail: true });
      await signUp();
      expect([await status(), await attribute('email_verified')]).toEqual(['UNCONFIRMED', 'true']);
    },
  );

  documented(
    page,
    'If autoVerifyPhone is set to true, the phone_number attribute must have a valid, non-null value. Otherwise an error will occur and the user will not be able to complete sign-up.',
    async () => {
      await withPreSignUp();
      answering({ autoVerifyPhone: true });
      expect(await refusal(signUp())).toBe('InvalidParameterException');
      expect(await refusal(pool.sdk.send(new AdminGetUserCommand(admin())))).toBe('UserNotFoundException');
    },
  );
});

describe('after confirmation', () => {
  const page = `${GUIDE}/user-pool-lambda-post-confirmation.html`;

  documented(page, 'The request contains the current attributes for the confirmed user.', async () => {
    await start();
    await signUp();
    expect(sources()).toEqual([]);
    await confirm();
    expect(events()).toMatchObject([{ request: { userAttributes: { email: EMAIL, email_verified: 'true' } } }]);
  });

  documented(
    page,
    'You can pass this data to your Lambda function by using the ClientMetadata parameter in the following API actions: AdminConfirmSignUp, ConfirmForgotPassword, ConfirmSignUp, and SignUp.',
    async () => {
      await start({ LambdaConfig: { PreSignUp: TRIGGER_ARN, PostConfirmation: TRIGGER_ARN } });
      const ClientMetadata = { campaign: 'autumn' };
      const own = { ClientId: pool.clientId, Username: EMAIL, ClientMetadata };
      const ben = { ...own, Username: 'ben@kalpla.test' };
      await pool.sdk.send(new SignUpCommand({ ...own, Password: PASSWORD }));
      await pool.sdk.send(new ConfirmSignUpCommand({ ...own, ConfirmationCode: pool.code(EMAIL) }));
      await pool.sdk.send(new SignUpCommand({ ...ben, Password: PASSWORD }));
      await pool.sdk.send(new AdminConfirmSignUpCommand({ ...admin(ben.Username), ClientMetadata }));
      await pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: EMAIL }));
      const reset = { ...own, ConfirmationCode: pool.code(EMAIL), Password: PASSWORD };
      await pool.sdk.send(new ConfirmForgotPasswordCommand(reset));
      answering({ autoConfirmUser: true });
      await pool.sdk.send(new SignUpCommand({ ...own, Username: 'eve@kalpla.test', Password: PASSWORD }));
      const after = events().filter(({ triggerSource }) => triggerSource.startsWith('PostConfirmation'));
      expect(after.map(({ request }) => request['clientMetadata'])).toEqual(Array(4).fill(ClientMetadata));
    },
  );

  documented(page, 'No additional return information is expected in the response.', async () => {
    await start();
    await signUp();
    answering({});
    expect(await refusal(confirm())).toBe('no refusal');
  });
});

describe('before tokens', () => {
  const page = `${GUIDE}/user-pool-lambda-pre-token-generation.html`;
  const properties = { LambdaConfig: { PreTokenGeneration: TRIGGER_ARN } };

  documented(page, 'Called after user authentication flows have completed.', async () => {
    await start({ ...properties, MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    await confirmedUser();
    expect((await signIn()).ChallengeName).toBe('MFA_SETUP');
    expect(sources()).toEqual([]);
  });

  documented(
    page,
    'Called after the user is created by an admin. This flow is invoked when the user has to change a temporary password.',
    async () => {
      await start(properties);
      await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), TemporaryPassword: PASSWORD }));
      const { ChallengeName, Session } = await signIn();
      expect(sources()).toEqual([]);
      const ChallengeResponses = { USERNAME: EMAIL, NEW_PASSWORD: `${PASSWORD}2` };
      const answer = { ClientId: pool.clientId, ChallengeName, Session, ChallengeResponses };
      await pool.sdk.send(new RespondToAuthChallengeCommand(answer));
      expect(sources()).toEqual(['TokenGeneration_NewPasswordChallenge']);
    },
  );

  documented(page, 'Called when a user tries to refresh the identity and access tokens.', async () => {
    await start(properties);
    await confirmedUser();
    await refresh((await tokens()).RefreshToken);
    expect(sources()).toEqual(['TokenGeneration_Authentication', 'TokenGeneration_RefreshTokens']);
  });

  documented(page, "You can't modify the following claims:", async () => {
    await start(properties);
    await confirmedUser();
    const before = (await tokens()).id;
    const names = 'aud auth_time cognito:username iat iss sub token_use'.split(' ');
    const claimsToAddOrOverride = Object.fromEntries([...names, 'exp', 'jti', 'origin_jti'].map((name) => [name, 'x']));
    answering({ claimsOverrideDetails: { claimsToAddOrOverride, claimsToSuppress: names } });
    const { id } = await tokens();
    for (const name of names) expect(id[name]).toEqual(before[name]);
    for (const name of ['exp', 'jti', 'origin_jti']) expect(id[name]).not.toBe('x');
  });

  documented(
    page,
    'You can use this trigger to add new claims, update claims, or suppress claims in the identity token.',
    async () => {
      await start(properties);
      await confirmedUser();
      answering({
        claimsOverrideDetails: {
          claimsToAddOrOverride: { plan: 'gold', email: 'other@kalpla.test' },
          claimsToSuppress: ['email_verified'],
        },
      });
      const { id } = await tokens();
      expect(id).toMatchObject({ plan: 'gold', email: 'other@kalpla.test' });
      expect(id).not.toHaveProperty('email_verified');
    },
  );

  documented(
    page,
    'Your groupOverrideDetails object replaces the cognito:groups claim in access tokens and ID tokens.',
    async () => {
      await start(properties);
      await confirmedUser();
      await pool.deploy(declaredGroup(pool.poolId, 'Student'));
      await pool.sdk.send(new AdminAddUserToGroupCommand({ ...admin(), GroupName: 'Student' }));
      answering({ claimsOverrideDetails: { groupOverrideDetails: { groupsToOverride: ['Guest'] } } });
      const { id, access } = await tokens();
      expect([id['cognito:groups'], access['cognito:groups']]).toEqual([['Guest'], ['Guest']]);
    },
  );
});
