import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { functionWithUrl } from './url-function.ts';

const guide = 'lambda/latest/dg/';
const invocation = `${guide}urls-invocation.html`;
const configuration = `${guide}urls-configuration.html`;
const answering = (answer: string) => ({ source: `export const handler = async () => (${answer});` });

documented(
  configuration,
  'If there are conflicting headers, the configured CORS headers on the function URL take precedence.',
  async () => {
    const answer = "{ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://function.example' } }";
    const Cors = { AllowOrigins: ['https://www.example.com'], ExposeHeaders: ['Date'], AllowCredentials: true };
    const { ask } = await functionWithUrl({ ...answering(answer), url: { Cors } });
    const { headers } = await ask('', { headers: { origin: 'https://www.example.com' } });
    expect(headers.get('access-control-allow-origin')).toBe('https://www.example.com');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-expose-headers')).toBe('Date');
    const other = await ask('', { headers: { origin: 'https://evil.example' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const plain = await functionWithUrl(answering(answer));
    expect((await plain.ask()).headers.get('access-control-allow-origin')).toBe('https://function.example');
  },
);

documented(
  configuration,
  'Lambda automatically adds the CORS headers to all responses through the function URL.',
  async () => {
    const Cors = { AllowOrigins: ['*'], AllowMethods: ['GET', 'POST'], AllowHeaders: ['X-Custom-Header'], MaxAge: 300 };
    const { ask } = await functionWithUrl({ url: { Cors } });
    const preflight = await ask('', {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:60905', 'access-control-request-method': 'POST' },
    });
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'X-Custom-Header',
      'access-control-max-age': '300',
    });
    expect(await preflight.text()).toBe('');
    const refused = await functionWithUrl({ url: { Cors }, permissions: [] });
    const { status, headers } = await refused.ask('', { headers: { origin: 'http://localhost:60905' } });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([403, '*']);
  },
);

documented(invocation, 'Valid values include GET, POST, PUT, HEAD, OPTIONS, PATCH, and DELETE.', async () => {
  const answer =
    'export const handler = async ({ requestContext: { http } }) => ({ statusCode: 200, headers: { method: http.method } });';
  const { ask } = await functionWithUrl({ source: answer });
  for (const method of ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'PATCH', 'DELETE']) {
    const { headers } = await ask('x', { method });
    expect(headers.get('method')).toBe(method);
  }
});

documented(
  'AWSCloudFormation/latest/UserGuide/aws-resource-lambda-url.html',
  'This is the default option. Lambda invokes your function using the Invoke API operation. Invocation results are available when the payload is complete.',
  async () => {
    await expect(functionWithUrl({ url: { InvokeMode: 'RESPONSE_STREAM' } })).rejects.toThrow(
      'App/Url: InvokeMode RESPONSE_STREAM is not run locally',
    );
    await expect(functionWithUrl({ url: { AuthType: 'COGNITO' } })).rejects.toThrow('must be AWS_IAM or NONE');
    await expect(functionWithUrl({ url: { Qualifier: 'prod' } })).rejects.toThrow("App/Url: Qualifier isn't run here");
    await expect(functionWithUrl({ url: { TargetFunctionArn: 'gone' } })).rejects.toThrow('unknown function gone');
  },
);
