import { expect } from 'vitest';
import { roleWith } from '../iam/account.ts';
import { documented } from '../support/documented.ts';
import { administrator } from './fixture.ts';
import { askSigned, functionWithUrl, publicInvoke, publicUrl } from './url-function.ts';

const guide = 'lambda/latest/dg/';
const invocation = `${guide}urls-invocation.html`;
const access = `${guide}urls-auth.html`;
const configuration = `${guide}urls-configuration.html`;

const answering = (answer: string) => ({ source: `export const handler = async () => (${answer});` });
const [statements, both] = [['lambda:InvokeFunctionUrl'], ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']].map(
  (Action) => ({ Effect: 'Allow', Action, Resource: '*' }),
);

documented(
  invocation,
  'The request path. For example, if the request URL is https://{url-id}.lambda-url.{region}.on.aws/example/test/demo, then the raw path value is /example/test/demo.',
  async () => {
    const { event } = await functionWithUrl();
    expect(await event('example/test/demo')).toMatchObject({ version: '2.0', rawPath: '/example/test/demo' });
    expect(await event()).toMatchObject({ rawPath: '/', requestContext: { http: { method: 'GET', path: '/' } } });
  },
);

documented(invocation, "The raw string containing the request's query string parameters.", async () => {
  const { event } = await functionWithUrl();
  const asked = await event('?parameter1=value1&parameter1=value2&parameter2=value');
  expect(asked.rawQueryString).toBe('parameter1=value1&parameter1=value2&parameter2=value');
  expect(asked.queryStringParameters).toEqual({ parameter1: 'value1,value2', parameter2: 'value' });
  const plain = await event();
  expect(plain.rawQueryString).toBe('');
  expect(plain).not.toHaveProperty('queryStringParameters');
});

documented(invocation, 'An array containing all cookies sent as part of the request.', async () => {
  const { event } = await functionWithUrl();
  const asked = await event('', { headers: { cookie: 'Cookie_1=Value_1; Cookie_2=Value_2' } });
  expect(asked.cookies).toEqual(['Cookie_1=Value_1', 'Cookie_2=Value_2']);
});

documented(invocation, 'The list of request headers, presented as key-value pairs.', async () => {
  const { event } = await functionWithUrl();
  const { headers } = await event('', { headers: { 'X-Header-1': 'value1' } });
  expect(headers).toMatchObject({ 'x-header-1': 'value1', 'x-forwarded-for': expect.any(String) as string });
});

documented(
  invocation,
  'The body of the request. If the content type of the request is binary, the body is base64-encoded.',
  async () => {
    const { event } = await functionWithUrl();
    const post = (type: string, body: string) => event('', { method: 'POST', headers: { 'content-type': type }, body });
    expect(await post('application/json', '{"example":"test"}')).toMatchObject({
      body: '{"example":"test"}',
      isBase64Encoded: false,
    });
    expect(await post('text/plain; charset=utf-8', 'é')).toMatchObject({ body: 'é', isBase64Encoded: false });
    for (const type of ['application/octet-stream', 'application/x-www-form-urlencoded']) {
      expect(await post(type, 'a=b')).toMatchObject({ body: 'YT1i', isBase64Encoded: true });
    }
    expect(await event()).not.toHaveProperty('body');
  },
);

documented(invocation, '"time": "12/Mar/2020:19:03:58 +0000"', async () => {
  const { event, cloud, url } = await functionWithUrl();
  cloud.clock.time = Date.parse('2020-03-12T19:03:58.390Z');
  const id = url.split('/').at(-2);
  const { requestContext } = await event('my/path', { headers: { 'user-agent': 'agent' } });
  expect(requestContext).toEqual({
    accountId: '000000000000',
    apiId: id,
    authentication: null,
    authorizer: null,
    domainName: `${id}.lambda-url.us-east-1.on.aws`,
    domainPrefix: id,
    http: {
      method: 'GET',
      path: '/my/path',
      protocol: 'HTTP/1.1',
      sourceIp: expect.stringContaining('127.0.0.1') as string,
      userAgent: 'agent',
    },
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    routeKey: '$default',
    stage: '$default',
    time: '12/Mar/2020:19:03:58 +0000',
    timeEpoch: 1584039838390,
  });
});

documented(
  invocation,
  "Lambda infers the response format for you. If your function returns valid JSON and doesn't return a statusCode, Lambda assumes the following",
  async () => {
    for (const [answer, body] of [
      ['"Hello, world!"', '"Hello, world!"'],
      ['{ message: "Hello, world!" }', '{"message":"Hello, world!"}'],
      ['[1, 2]', '[1,2]'],
    ] as const) {
      const { ask } = await functionWithUrl(answering(answer));
      const response = await ask();
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
      expect(await response.text()).toBe(body);
    }
  },
);

documented(invocation, '"My-Custom-Header": "Custom Value"', async () => {
  const answer = `{
    statusCode: 201,
    headers: { 'Content-Type': 'text/plain', 'My-Custom-Header': 'Custom Value' },
    body: JSON.stringify({ message: 'Hello, world!' }),
    isBase64Encoded: false,
  }`;
  const { ask } = await functionWithUrl(answering(answer));
  const response = await ask();
  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(response.headers.get('my-custom-header')).toBe('Custom Value');
  expect(response.headers.get('content-length')).toBe('27');
  expect(await response.text()).toBe('{"message":"Hello, world!"}');
});

documented(
  invocation,
  'Instead, include the cookies in your response payload object. Lambda automatically interprets this and adds them as set-cookie headers in your HTTP response, as in the following example.',
  async () => {
    const cookies = ['Cookie_1=Value1; Expires=21 Oct 2021 07:48 GMT', 'Cookie_2=Value2; Max-Age=78000'];
    const { ask } = await functionWithUrl(answering(JSON.stringify({ statusCode: 201, cookies })));
    expect((await ask()).headers.getSetCookie()).toEqual(cookies);
  },
);

documented(invocation, 'TRUE if the body is a binary payload and base64-encoded.', async () => {
  const { ask } = await functionWithUrl(
    answering("{ statusCode: 200, headers: { 'content-type': 'image/png' }, body: 'iVBORw==', isBase64Encoded: true }"),
  );
  expect([...new Uint8Array(await (await ask()).arrayBuffer())]).toEqual([0x89, 0x50, 0x4e, 0x47]);
});

documented(
  access,
  'Starting in October 2025, new function URLs will require both lambda:InvokeFunctionUrl and lambda:InvokeFunction permissions.',
  async () => {
    for (const [permissions, status] of [
      [[publicUrl, publicInvoke], 200],
      [[publicUrl], 403],
      [[publicInvoke], 403],
      [[], 403],
    ] as const) {
      const { ask } = await functionWithUrl({ permissions });
      expect((await ask()).status).toBe(status);
    }
  },
);

documented(
  access,
  "However, your function's resource-based policy is always in effect and must grant public access before your function URL can receive requests.",
  async () => {
    const { ask, cloud } = await functionWithUrl({ permissions: [] });
    const response = await ask();
    expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(await response.json()).toEqual({
      Message:
        'Forbidden. For troubleshooting Function URL authorization issues, see: ' +
        'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    });
    expect(cloud.terminal.join()).toContain('not authorized to perform: lambda:InvokeFunctionUrl');
  },
);

documented(access, "This policy only allows access when your function URL's auth type is also AWS_IAM.", async () => {
  const permissions = [{ ...publicUrl, FunctionUrlAuthType: 'AWS_IAM' }, publicInvoke];
  const { ask } = await functionWithUrl({ permissions });
  expect((await ask()).status).toBe(403);
});

documented(
  invocation,
  'If your function URL uses the AWS_IAM auth type, you must sign each HTTP request using AWS Signature Version 4 (SigV4).',
  async () => {
    const { ask, iam, url } = await functionWithUrl({ url: { AuthType: 'AWS_IAM' } });
    const unsigned = await ask();
    expect([unsigned.status, await unsigned.json()]).toEqual([403, { Message: 'Forbidden' }]);
    expect((await askSigned(iam, administrator, url, 'hello')).status).toBe(200);
  },
);

documented(invocation, 'Lambda processes the request only if the signatures match.', async () => {
  const { iam, url } = await functionWithUrl({ url: { AuthType: 'AWS_IAM' } });
  const other = await askSigned(iam, administrator, url, 'hello');
  expect(other.status).toBe(200);
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/lambda/aws4_request' };
  expect((await fetch(url, { headers })).status).toBe(403);
});

documented(
  access,
  "the principal must either have lambda:InvokeFunctionUrl permissions in their identity-based policy, or have permissions granted to them in the function's resource-based policy.",
  async () => {
    const { iam, url } = await functionWithUrl({ url: { AuthType: 'AWS_IAM' }, permissions: [] });
    const role = roleWith(iam, both ?? {});
    const response = await askSigned(iam, role, url, 'hello');
    expect(response.status).toBe(200);
    const { requestContext } = (await response.json()) as { requestContext: { authorizer: { iam: object } } };
    expect(requestContext.authorizer.iam).toMatchObject({
      accountId: '000000000000',
      userArn: role.arn,
      userId: expect.stringMatching(/^AROA\w+:session$/) as string,
      cognitoIdentity: null,
    });
    const second = await functionWithUrl({ url: { AuthType: 'AWS_IAM' }, permissions: [] });
    expect((await askSigned(second.iam, roleWith(second.iam, statements ?? {}), second.url, 'x')).status).toBe(403);
    const Principal = 'arn:aws:iam::000000000000:role/Named';
    const named = await functionWithUrl({
      url: { AuthType: 'AWS_IAM' },
      permissions: [
        { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'AWS_IAM', Principal },
        { ...publicInvoke, Principal },
      ],
    });
    expect((await askSigned(named.iam, roleWith(named.iam), named.url, 'x')).status).toBe(403);
  },
);

documented(
  configuration,
  'To deactivate your function URL, set the reserved concurrency to zero. This throttles all requests to your function URL, resulting in HTTP 429 status responses.',
  async () => {
    const { ask } = await functionWithUrl({ properties: { ReservedConcurrentExecutions: 0 } });
    const response = await ask();
    expect([response.status, await response.json()]).toEqual([
      429,
      { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User', message: 'Rate Exceeded.' },
    ]);
  },
);

documented(
  `${guide}urls-monitoring.html`,
  '5XX series codes indicate server-side errors, such as function errors and timeouts.',
  async () => {
    const sources = [
      'export const handler = async () => { throw new Error("no"); };',
      'export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));',
      'export const handler = async () => ({ statusCode: "many" });',
      'export const handler = async () => ({ statusCode: 200, body: { a: 1 } });',
    ];
    for (const source of sources) {
      const { ask } = await functionWithUrl({ source, properties: { Timeout: 1 } });
      const response = await ask();
      expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
    }
  },
);

documented(`${guide}gettingstarted-limits.html`, '6 MB each for request and response (synchronous)', async () => {
  const { ask } = await functionWithUrl();
  const body = 'x'.repeat(6_291_456);
  expect((await ask('', { method: 'POST', body, headers: { 'content-type': 'text/plain' } })).status).toBe(413);
  const large = await functionWithUrl(answering("'x'.repeat(7_000_000)"));
  expect((await large.ask()).status).toBe(502);
});
