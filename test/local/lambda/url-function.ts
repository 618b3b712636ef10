import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import type { LocalRequest } from '../../../local/service.ts';
import { serve } from '../iam/server.ts';
import { newCloud } from '../support/cloud.ts';
import { declared, functionOf } from './fixture.ts';

type Properties = Readonly<Record<string, unknown>>;

export interface UrlFunction {
  /** Of its `index.mjs`; default: it answers with the event that it gets. */
  readonly source?: string;
  readonly url?: Properties;
  /** Default: those that the CDK makes for a public URL. */
  readonly permissions?: readonly Properties[];
  /** Of the function. */
  readonly properties?: Properties;
}

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:subject';

export const publicUrl = { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE', Principal: '*' };
export const publicInvoke = { Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true, Principal: '*' };

/** A function with a URL, behind a port, with real IAM. */
export async function functionWithUrl(given: UrlFunction = {}) {
  const { source = 'export const handler = async (event) => event;', permissions = [publicUrl, publicInvoke] } = given;
  let handle = (_request: LocalRequest, _response: ServerResponse): unknown => undefined;
  const cloud = newCloud({ url: await serve((request, response) => handle(request, response)) });
  const iam = new Iam(cloud);
  const { lambda } = functionOf(source, given.properties, cloud, {
    authenticate: (request) => iam.authenticate(request, 'lambda'),
    refusal: (...call) => iam.refusal(...call),
    userId: (principal) => String(iam.conditionValues(principal, {})('aws:userid')),
  });
  const { attributes } = lambda.resourceTypes['AWS::Lambda::Url'](
    declared('Url', 'AWS::Lambda::Url', { AuthType: 'NONE', TargetFunctionArn: functionArn, ...given.url }),
  );
  for (const [index, permission] of permissions.entries()) {
    const properties = { FunctionName: functionArn, ...permission };
    lambda.resourceTypes['AWS::Lambda::Permission'](
      declared(`Permission${index}`, 'AWS::Lambda::Permission', properties),
    );
  }
  lambda.start();
  onTestFinished(() => lambda.stop());
  handle = (request, response) =>
    request.method === 'OPTIONS' ? lambda.preflight(request, response) : lambda.handle(request, response);
  const url = attributes?.['FunctionUrl'] ?? '';
  return {
    cloud,
    iam,
    url,
    ask: (path = '', init: RequestInit = {}) => fetch(`${url}${path}`, init),
    /** The event that the function gets. */
    event: async (path = '', init: RequestInit = {}) => {
      const response = await fetch(`${url}${path}`, init);
      return (await response.json()) as UrlEvent;
    },
  };
}

export interface UrlEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly requestContext: Readonly<Record<string, unknown>> & { readonly authorizer: unknown };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** Sends a POST signed for Lambda. */
export async function askSigned(iam: Iam, principal: Principal, target: string, body: string): Promise<Response> {
  const credentials =
    principal.kind === 'administrator'
      ? { accessKeyId: 'local', secretAccessKey: 'local' }
      : iam.credentials(principal);
  const signer = new SignatureV4({ service: 'lambda', region: 'us-east-1', credentials, sha256: Sha256 });
  const { hostname, host, pathname } = new URL(target);
  const headers = { host, 'content-type': 'text/plain' };
  const signed = await signer.sign({ method: 'POST', protocol: 'http:', hostname, path: pathname, headers, body });
  return fetch(target, { method: 'POST', headers: signed.headers, body });
}
