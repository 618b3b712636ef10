import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalRequest } from '../../../local/service.ts';
import { PASSWORD, Pool } from './pool.ts';

const EMAIL = 'ada@kalpla.test';
let pool: Pool;

beforeEach(async () => {
  pool = await Pool.start();
});
afterEach(() => pool.stop());

async function accessToken(Username = EMAIL): Promise<string> {
  const who = { UserPoolId: pool.poolId, Username };
  await pool.sdk.send(new AdminCreateUserCommand({ ...who, MessageAction: 'SUPPRESS' }));
  await pool.sdk.send(new AdminSetUserPasswordCommand({ ...who, Password: PASSWORD, Permanent: true }));
  const { AuthenticationResult } = await pool.sdk.send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD },
    }),
  );
  return AuthenticationResult?.AccessToken ?? '';
}

class Answer extends ServerResponse {
  body = '';

  constructor() {
    super(new IncomingMessage(new Socket()));
  }

  override end(chunk?: unknown): this {
    this.body = String(chunk);
    return this;
  }
}

/** All in one turn of the event loop. @returns the answers' `__type`; undefined for a result */
async function together(operation: string, inputs: readonly object[]): Promise<(string | undefined)[]> {
  const answers = inputs.map(async (input) => {
    const answer = new Answer();
    const request: LocalRequest = {
      raw: answer.req,
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
    };
    await pool.cognito.handle(request, answer);
    return /"__type":"(\w+)"/.exec(answer.body)?.[1];
  });
  return Promise.all(answers);
}

const counts = (names: readonly (string | undefined)[]) =>
  Object.fromEntries([...new Set(names)].map((name) => [name ?? 'good', names.filter((one) => one === name).length]));

test('ten wrong codes at once are five guesses, not one', async () => {
  const AccessToken = await accessToken();
  const UserAttributes = [{ Name: 'email', Value: 'ada@example.test' }];
  await pool.sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  const Code = pool.code('ada@example.test') === '000000' ? '000001' : '000000';
  const guesses = Array.from({ length: 10 }, () => ({ AccessToken, AttributeName: 'email', Code }));
  expect(counts(await together('VerifyUserAttribute', guesses))).toEqual({
    CodeMismatchException: 5,
    LimitExceededException: 5,
  });
});

test('ten wrong passwords at once lock the account', async () => {
  const AccessToken = await accessToken();
  const guesses = Array.from({ length: 10 }, () => ({
    AccessToken,
    PreviousPassword: 'Wrong-horse-1',
    ProposedPassword: 'Another-horse-2',
  }));
  expect(counts(await together('ChangePassword', guesses))).toEqual({
    NotAuthorizedException: 5,
    LimitExceededException: 5,
  });
});

test('two who take the same address at once: one has it', async () => {
  const tokens = [await accessToken(), await accessToken('ben@kalpla.test')];
  const UserAttributes = [{ Name: 'email', Value: 'both@kalpla.test' }];
  const inputs = tokens.map((AccessToken) => ({ AccessToken, UserAttributes }));
  expect(counts(await together('UpdateUserAttributes', inputs))).toEqual({ good: 1, AliasExistsException: 1 });
});

test('two changes of different attributes at once are both kept', async () => {
  const AccessToken = await accessToken();
  const change = (Name: string) => ({ AccessToken, UserAttributes: [{ Name, Value: 'x' }] });
  await together('UpdateUserAttributes', [change('nickname'), change('locale')]);
  const { UserAttributes } = await getUser(AccessToken);
  expect(UserAttributes.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['nickname', 'locale']));
});

test('what is asked for somebody who is being deleted finds nobody, and is no fault of the server', async () => {
  const AccessToken = await accessToken();
  const inputs = [{ AccessToken }, { AccessToken }];
  expect(counts(await together('DeleteUser', inputs))).toEqual({ good: 1, UserNotFoundException: 1 });
});

test('a token outlives its user only where nobody asks for the user', async () => {
  const AccessToken = await accessToken();
  await pool.sdk.send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
  for (const operation of [
    'GetUser',
    'DeleteUser',
    'GlobalSignOut',
    'UpdateUserAttributes',
    'AssociateSoftwareToken',
  ]) {
    expect(await together(operation, [{ AccessToken, UserAttributes: [] }])).toEqual(['UserNotFoundException']);
  }
  expect(await pool.cognito.verifyToken(pool.poolId, AccessToken)).toMatchObject({ tokenUse: 'access' });
});

async function getUser(AccessToken: string): Promise<{ UserAttributes: { Name: string }[] }> {
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' };
  const response = await fetch(pool.url, { method: 'POST', headers, body: JSON.stringify({ AccessToken }) });
  return (await response.json()) as { UserAttributes: { Name: string }[] };
}
