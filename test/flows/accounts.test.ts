import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { SignJWT } from 'jose';
import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKey } from '../../model/keys.ts';
import { createPerson, grant } from '../../scripts/operator.ts';
import { openSession } from '../../seed/session.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { tokenClient } from '../support/client.ts';
import { CREATE_COURSE } from '../support/courses.ts';
import { accessClaims } from '../support/learners.ts';
import { accessTokenKey } from '../support/signing-key.ts';

let backend: TestBackend;
const PASSWORD = 'Kalpla-demo-1';

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

async function accountOf(sub: string): Promise<Record<string, unknown> | undefined> {
  const { table, tableName } = backend.operator;
  return (await table.send(new GetCommand({ TableName: tableName, Key: accountKey(sub) }))).Item;
}

describe('given somebody whom an operator made, so that no trigger ran', () => {
  it('when they call `me`, then it makes their account, from what Cognito knows', async () => {
    const email = 'made@example.com';
    await createPerson(backend.operator, { email, name: 'Made By Hand', password: PASSWORD });
    const person = await openSession(backend.amplify, email, PASSWORD);
    const { me } = await person.run<{ me: { id: string } }>('{ me { id displayName email groups version } }');
    expect(me).toMatchObject({ displayName: 'Made By Hand', email, groups: ['Student'], version: 1 });
    expect(await accountOf(me.id.slice(4))).toMatchObject({
      entity: 'Account',
      groups: ['Student'],
      cause: { actor: 'make-account' },
    });
    const again = await openSession(backend.amplify, email, PASSWORD);
    expect(JSON.parse(Buffer.from(again.token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
      'cognito:groups': ['Student'],
    });
  });

  it('when they call anything else first, then they are told to query `me`', async () => {
    const { me } = await backend.as('student2').run<{ me: { id: string } }>('{ me { id } }');
    const { table, tableName } = backend.operator;
    const account = await accountOf(me.id.slice(4));
    await table.send(new DeleteCommand({ TableName: tableName, Key: accountKey(me.id.slice(4)) }));
    const refusal = await backend
      .as('student2')
      .refusal('mutation ($input: EnrollInput!) { enroll(input: $input) { status } }', {
        input: { courseId: `crs_${'0'.repeat(26)}` },
      });
    expect(refusal).toMatchObject({ errorType: 'Forbidden', message: expect.stringContaining('`me`') as unknown });
    expect(account).toBeDefined();
  });
});

describe('given somebody who claims more than they are', () => {
  it('when they sign up with a group among their attributes, then that is refused', async () => {
    const attempt = (Name: string) =>
      backend.operator.pool.send(
        new SignUpCommand({
          ClientId: backend.outputs.userPoolClientId,
          Username: 'eve@example.com',
          Password: PASSWORD,
          UserAttributes: [
            { Name: 'email', Value: 'eve@example.com' },
            { Name, Value: 'Admin' },
          ],
        }),
      );
    for (const name of ['custom:group', 'cognito:groups', 'profile']) await expect(attempt(name)).rejects.toThrow();
  });

  it('when a token names a group that the account is not in, then the account decides', async () => {
    const key = accessTokenKey(backend);
    const { me } = await backend.as('student').run<{ me: { id: string } }>('{ me { id } }');
    const token = await new SignJWT({ ...accessClaims(backend, me.id.slice(4)), 'cognito:groups': ['Mentor', 'Admin'] })
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .sign(createPrivateKey({ key, format: 'jwk' }));
    const refusal = await tokenClient(backend.outputs.graphqlUrl, token).refusal(CREATE_COURSE, {
      input: { clientToken: randomUUID(), title: 'Mine', category: 'Tests', level: 'BEGINNER' },
    });
    expect(refusal.errorType).toBe('Forbidden');
  });
});

describe('given an operator', () => {
  it('when they grant a group, then the account has it at once and the next token too; twice changes nothing', async () => {
    const email = 'student2@kalpla.test';
    await grant(backend.operator, email, 'Mentor');
    await grant(backend.operator, email, 'Mentor');
    const session = await openSession(backend.amplify, email, PASSWORD);
    const { me } = await session.run<{ me: { id: string; groups: string[] } }>('{ me { id groups } }');
    expect(me.groups).toEqual(['Student', 'Mentor']);
    const { createCourse } = await session.run<{ createCourse: { mentor: { id: string } } }>(CREATE_COURSE, {
      input: { clientToken: randomUUID(), title: 'First', category: 'Tests', level: 'BEGINNER' },
    });
    expect(createCourse.mentor.id).toBe(me.id);
  });

  it('when nobody has the address, then they are told so', async () => {
    await expect(grant(backend.operator, 'nobody@example.com', 'Admin')).rejects.toThrow(
      'Nobody has signed up as nobody@example.com.',
    );
  });
});

describe('given a token that the pool did not issue for this API', () => {
  const now = Math.floor(Date.now() / 1000);
  const changes: readonly (readonly [string, Record<string, unknown>])[] = [
    ['is expired', { exp: now - 10 }],
    ['has another issuer', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1234' }],
    ['is of another client', { client_id: 'another' }],
    ['is not valid yet', { nbf: now + 600 }],
    ['is for another use', { token_use: 'refresh' }],
  ];

  it.each(changes)('that %s, then it is refused as unauthenticated', async (_, change) => {
    const key = accessTokenKey(backend);
    const token = await new SignJWT({ ...accessClaims(backend, randomUUID()), ...change })
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .sign(createPrivateKey({ key, format: 'jwk' }));
    expect(await tokenClient(backend.outputs.graphqlUrl, token).ask('{ me { id } }')).toMatchObject({
      status: 401,
      errors: [{ errorType: 'UnauthorizedException' }],
    });
  });

  it('that is unsigned, signed by the public key, or tampered with, then the same', async () => {
    const key = accessTokenKey(backend);
    const claims = accessClaims(backend, randomUUID());
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ kid: key.kid, alg: 'HS256' })
      .sign(Buffer.from(pem.toString()));
    const good = await new SignJWT(claims)
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .sign(createPrivateKey({ key, format: 'jwk' }));
    const [head, , signature] = good.split('.');
    const tampered = `${head}.${part({ ...claims, 'cognito:groups': ['Admin'] })}.${signature}`;
    for (const token of [`${part({ alg: 'none' })}.${part(claims)}.`, hmac, tampered, 'nonsense', '']) {
      expect((await tokenClient(backend.outputs.graphqlUrl, token).ask('{ me { id } }')).status).toBe(401);
    }
  });
});
