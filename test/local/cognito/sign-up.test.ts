import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Pool, PASSWORD, TRIGGER_ARN } from './pool.ts';

const HOUR = 3_600_000;
const EMAIL = 'ada@kalpla.test';
let pool: Pool;

async function start(properties: Record<string, unknown> = {}): Promise<void> {
  pool = await Pool.start({ pool: properties });
}
beforeEach(() => start());
afterEach(() => pool.stop());

const signUp = (Username = EMAIL, attributes: Record<string, string> = {}, Password = PASSWORD) =>
  pool.sdk.send(
    new SignUpCommand({
      ClientId: pool.clientId,
      Username,
      Password,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
const confirm = (code = pool.code(EMAIL), Username = EMAIL) =>
  pool.sdk.send(new ConfirmSignUpCommand({ ClientId: pool.clientId, Username, ConfirmationCode: code }));
const resend = (Username = EMAIL) =>
  pool.sdk.send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username }));
const forgot = (Username = EMAIL) => pool.sdk.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username }));
const reset = (ConfirmationCode: string, Username = EMAIL, Password = PASSWORD) =>
  pool.sdk.send(new ConfirmForgotPasswordCommand({ ClientId: pool.clientId, Username, ConfirmationCode, Password }));
const status = async () =>
  (await pool.sdk.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }))).UserStatus;
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

describe('sign-up', () => {
  test('mails the default message with the code', async () => {
    await signUp();
    expect(pool.outbox.list()).toMatchObject([
      {
        to: EMAIL,
        channel: 'EMAIL',
        subject: 'Your verification code',
        text: `Your confirmation code is ${pool.code(EMAIL)}`,
      },
    ]);
  });

  test.each([
    ['aB1-', 'Password not long enough'],
    ['lowercase-1', 'Password must have uppercase characters'],
    ['UPPERCASE-1', 'Password must have lowercase characters'],
    ['No-number-here', 'Password must have numeric characters'],
  ])('refuses the password %s', async (password, rule) => {
    await expect(signUp(EMAIL, {}, password)).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${rule}`,
    });
  });

  test.each([
    ['a name that is no e-mail', 'ada', {}, 'InvalidParameterException', 'Username should be an email.'],
    ['white space in the name', 'a da@kalpla.test', {}, 'InvalidParameterException', 'regular expression pattern'],
    [
      'another e-mail than the name',
      EMAIL,
      { email: 'eve@kalpla.test' },
      'InvalidParameterException',
      'same as username',
    ],
    ['a verification', EMAIL, { email_verified: 'true' }, 'NotAuthorizedException', 'unauthorized attribute'],
    [
      'a custom attribute that the client may not write',
      EMAIL,
      { 'custom:plan': 'pro' },
      'NotAuthorizedException',
      'unauthorized',
    ],
    [
      'an unknown attribute',
      EMAIL,
      { 'custom:role': 'Admin' },
      'InvalidParameterException',
      'does not exist in the schema',
    ],
    ['groups', EMAIL, { 'cognito:groups': 'Admin' }, 'InvalidParameterException', 'does not exist in the schema'],
    ['a sub', EMAIL, { sub: '1' }, 'InvalidParameterException', 'non-mutable'],
  ])('refuses %s', async (_case, username, attributes, name, message) => {
    await expect(signUp(username, attributes)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message) as string,
    });
    expect(pool.outbox.list()).toEqual([]);
  });

  test('refuses an address that has an account, in whatever case', async () => {
    await signUp();
    await expect(signUp('ADA@kalpla.test')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  test('takes the NFC and NFD spellings of an address for two, and neither confirms the other', async () => {
    const [nfc, nfd] = ['\u00e9@kalpla.test', 'e\u0301@kalpla.test'];
    await signUp(nfc);
    await signUp(nfd);
    if (pool.code(nfc) !== pool.code(nfd)) {
      await expect(confirm(pool.code(nfd), nfc)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await confirm(pool.code(nfc), nfc);
    await expect(confirm(wrong(pool.code(nfd)), nfd)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });

  test('refuses text that has no UTF-8 form', async () => {
    const body = `{"ClientId":"${pool.clientId}","Username":"${EMAIL}","Password":"Ill-formed-1\\ud800"}`;
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' };
    const response = await fetch(pool.url, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
  });
});

describe('confirmation', () => {
  beforeEach(() => signUp());

  test('works once', async () => {
    await confirm();
    await expect(confirm()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
    await expect(resend()).rejects.toThrow('User is already confirmed.');
  });

  test('runs the trigger once when two confirm at the same time', async () => {
    const code = pool.code(EMAIL);
    const results = await Promise.allSettled([confirm(code), confirm(code)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(pool.invocations).toHaveLength(1);
  });

  test('refuses a wrong code, one that a newer replaced, and one that is a day old', async () => {
    const first = pool.code(EMAIL);
    await expect(confirm(wrong(first))).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid verification code provided, please try again.',
    });
    while (pool.code(EMAIL) === first) await resend();
    await expect(confirm(first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    pool.pass(24 * HOUR);
    await expect(confirm()).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  test('takes no more than five wrong codes an hour, and a new code does not help', async () => {
    for (let miss = 0; miss < 5; miss += 1) {
      await expect(confirm(wrong(pool.code(EMAIL)))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await resend();
    await expect(confirm()).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
    pool.pass(HOUR);
    await confirm();
  });

  test('says nothing about users that do not exist', async () => {
    await expect(confirm('123456', 'nobody@kalpla.test')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    expect((await resend('nobody@kalpla.test')).CodeDeliveryDetails?.Destination).toBe('n***@k***');
    expect(pool.outbox.list({ to: 'nobody@kalpla.test' })).toEqual([]);
  });

  test('stands although the trigger failed', async () => {
    pool.trigger = () => Promise.reject(new Error('table is gone'));
    await expect(confirm()).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PostConfirmation failed with error table is gone.',
    });
    expect(await status()).toBe('CONFIRMED');
    expect(pool.invocations).toMatchObject([
      { functionArn: TRIGGER_ARN, sourceArn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${pool.poolId}` },
    ]);
  });

  test('refuses what a trigger must not answer', async () => {
    pool.trigger = () => Promise.resolve(null);
    await expect(confirm()).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });

  test('by an administrator runs the trigger too', async () => {
    await pool.sdk.send(new AdminConfirmSignUpCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
    expect(pool.invocations[0]?.event).toMatchObject({
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      request: { userAttributes: { email_verified: 'false' } },
    });
  });
});

describe('a forgotten password', () => {
  beforeEach(async () => {
    await signUp();
    await confirm();
  });

  test('can be replaced within an hour', async () => {
    await forgot();
    const code = pool.code(EMAIL);
    pool.pass(HOUR);
    await expect(reset(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  test('is not replaced by a code that was used', async () => {
    await forgot();
    const code = pool.code(EMAIL);
    await reset(code);
    await expect(reset(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  test('that does not conform costs no code', async () => {
    await forgot();
    const code = pool.code(EMAIL);
    await expect(reset(code, EMAIL, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await reset(code);
  });

  test('of somebody unknown or unverified is answered as if there were a mail', async () => {
    await signUp('eve@kalpla.test');
    const sent = pool.outbox.list().length;
    expect((await forgot('eve@kalpla.test')).CodeDeliveryDetails?.Destination).toBe('e***@k***');
    expect((await forgot('nobody@kalpla.test')).CodeDeliveryDetails?.Destination).toBe('n***@k***');
    expect(pool.outbox.list()).toHaveLength(sent);
    await expect(reset('123456', 'nobody@kalpla.test')).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });
});

test('messages come from the template', async () => {
  await pool.stop();
  const VerificationMessageTemplate = {
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
    EmailSubject: 'Welcome',
    EmailMessage: 'Use <b>{####}</b><br>soon',
  };
  await start({ VerificationMessageTemplate });
  await signUp();
  const code = pool.code(EMAIL);
  expect(pool.outbox.list()).toMatchObject([
    { subject: 'Welcome', text: `Use ${code}\nsoon`, html: `Use <b>${code}</b><br>soon` },
  ]);
});

test('where only administrators create users, nobody signs up', async () => {
  await pool.stop();
  await start({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
  await expect(signUp()).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'SignUp is not permitted for this user pool',
  });
});
