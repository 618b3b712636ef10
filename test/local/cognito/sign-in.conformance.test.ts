import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  admin,
  confirm,
  confirmedUser,
  EMAIL,
  GUIDE,
  MINUTE,
  pool,
  refusal,
  signIn,
  signUp,
  start,
  stop,
} from './conformance-steps.ts';
import { PASSWORD } from './pool.ts';

afterEach(stop);

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
