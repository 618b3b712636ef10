import { describe, expect, test } from 'vitest';
import { none, NOW, startApi } from './support/api.ts';
import { POOL } from './support/ports.ts';

const SCHEMA = 'type Query @aws_api_key @aws_iam @aws_cognito_user_pools { who: AWSJSON }';
const options = { schema: SCHEMA, resolvers: { 'Query.who': none('ctx.identity') } };
const SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=local/20261120/us-east-1/appsync/aws4_request, SignedHeaders=host, Signature=0';

const refusal = (message: string, errorType = 'UnauthorizedException') => ({ errors: [{ errorType, message }] });

test('a caller by API key has no identity', async () => {
  const api = await startApi(options);
  const { status, body } = await api.query('{ who }');
  expect([status, body]).toEqual([200, { data: { who: null } }]);
});

test.each([['student'], ['Bearer student']])('a caller by token is a user of the pool: %s', async (authorization) => {
  const api = await startApi(options);
  const { body } = await api.query('{ who }', {}, { authorization });
  expect(JSON.parse(String(body.data?.['who']))).toEqual({
    sub: 'sub-student',
    username: 'student',
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`,
    claims: expect.objectContaining({ token_use: 'access' }),
    groups: ['Student'],
    sourceIp: ['127.0.0.1'],
    defaultAuthStrategy: 'ALLOW',
  });
});

test('a caller by signature is known by ARN and account', async () => {
  const api = await startApi(options);
  const { body } = await api.query('{ who }', {}, { authorization: SIGNATURE });
  expect(JSON.parse(String(body.data?.['who']))).toMatchObject({
    accountId: '000000000000',
    userArn: 'arn:aws:iam::000000000000:root',
    username: '000000000000',
    cognitoIdentityId: null,
    sourceIp: ['127.0.0.1'],
  });
});

describe('refused with 401', () => {
  test.each([
    ['no credentials', {}, 'Valid authorization header not provided.'],
    ['an unknown key', { 'x-api-key': 'da2-unknown' }, 'You are not authorized to make this call.'],
    ['no token of the pool', { authorization: 'nonsense' }, 'Unable to parse JWT token.'],
    ['an expired token', { authorization: 'expired' }, 'Token has expired.'],
  ])('%s', async (_, headers, message) => {
    const api = await startApi(options);
    const { status, body } = await api.query('{ who }', {}, headers);
    expect([status, body]).toEqual([401, refusal(message)]);
  });

  test('a key that has expired by the clock of the cloud', async () => {
    const api = await startApi({ ...options, apiKey: { Expires: NOW / 1000 + 3600 } });
    expect((await api.query('{ who }')).status).toBe(200);
    api.clock.pass(3_600_000);
    expect(await api.query('{ who }')).toMatchObject({
      status: 401,
      body: refusal('You are not authorized to make this call.'),
    });
  });

  test.each([
    ['a key', { 'x-api-key': 'da2-x' }],
    ['a signature', { authorization: SIGNATURE }],
  ])('%s, where the API has user pools only', async (_, headers) => {
    const api = await startApi({
      schema: 'type Query { who: AWSJSON }',
      api: {
        AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
        UserPoolConfig: { UserPoolId: POOL },
        AdditionalAuthenticationProviders: [],
      },
    });
    expect(await api.query('{ who }', {}, headers)).toMatchObject({
      status: 401,
      body: refusal('You are not authorized to make this call.'),
    });
  });

  test('a token of a client that the API does not take', async () => {
    const UserPoolConfig = { UserPoolId: POOL, AppIdClientRegex: 'mobile' };
    const AuthenticationType = 'AMAZON_COGNITO_USER_POOLS';
    const api = await startApi({
      ...options,
      api: { AdditionalAuthenticationProviders: [{ AuthenticationType, UserPoolConfig }] },
    });
    expect((await api.query('{ who }', {}, { authorization: 'student' })).status).toBe(401);
  });
});

test('a broken signature is answered as SigV4 answers it', async () => {
  const api = await startApi(options);
  const authorization = SIGNATURE.replace('local/', 'someone/');
  expect(await api.query('{ who }', {}, { authorization })).toMatchObject({
    status: 403,
    body: refusal('The security token included in the request is invalid.', 'UnrecognizedClientException'),
  });
});
