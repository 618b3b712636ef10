import { AdminGetUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faultKinds, plannedFault } from '../../../local/faults.ts';
import { PASSWORD, Pool } from './pool.ts';

const EMAIL = 'ada@kalpla.test';
let pool: Pool;

beforeEach(async () => {
  pool = await Pool.start();
});
afterEach(() => pool.stop());

const signUp = () => pool.sdk.send(new SignUpCommand({ ClientId: pool.clientId, Username: EMAIL, Password: PASSWORD }));
const user = () => pool.sdk.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }));

test.each([
  ['throttle', 'TooManyRequestsException', 400, 'Rate exceeded'],
  ['error', 'InternalErrorException', 500, 'Something went wrong'],
] as const)('%s refuses a call before anything has happened', async (kind, name, status, message) => {
  pool.faults.plan({ service: 'cognito', operation: 'SignUp', kind, count: 1 });
  await expect(signUp()).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: status } });
  await expect(user()).rejects.toMatchObject({ name: 'UserNotFoundException' });
  expect((await signUp()).UserConfirmed).toBe(false);
});

test('crashAfterCommit makes the user, and loses the answer', async () => {
  pool.faults.plan({ service: 'cognito', operation: 'SignUp', kind: 'crashAfterCommit', count: 1 });
  await expect(signUp()).rejects.toMatchObject({ name: 'InternalErrorException' });
  await expect(signUp()).rejects.toMatchObject({ name: 'UsernameExistsException' });
});

test('latency answers late', async () => {
  pool.faults.plan({ service: 'cognito', operation: '*', kind: 'latency', count: 1 });
  expect((await signUp()).UserConfirmed).toBe(false);
  expect(pool.faults.report()).toMatchObject([{ struck: 1 }]);
});

test('a lever plans them for every operation, and no other kinds', () => {
  const supported = { cognito: pool.cognito.faults };
  for (const operation of ['InitiateAuth', 'AdminCreateUser', 'VerifySoftwareToken', 'ListUserPools', '*']) {
    for (const kind of faultKinds) {
      const planning = () => plannedFault({ service: 'cognito', operation, kind }, supported);
      if (kind === 'duplicate' || kind === 'reorder') expect(planning).toThrow('kind is');
      else expect(planning()).toMatchObject({ operation, kind });
    }
  }
});
