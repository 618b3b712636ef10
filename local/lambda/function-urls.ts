import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { Caller } from '../iam/caller.ts';
import type { Statement } from '../iam/policy.ts';
import type { Principal } from '../iam/principal.ts';
import type { RequestContext } from '../iam/request-context.ts';
import type { DeclaredResource, DeployedResource, LocalRequest } from '../service.ts';
import { nameOf } from './function-names.ts';
import type { Outcome } from './instance.ts';
import { forgetCors, setCorsHeaders } from './url-cors.ts';
import { urlEvent } from './url-event.ts';
import type { UrlCaller } from './url-event.ts';
import { isForUrl, urlPermission } from './url-permission.ts';
import type { UrlPermission } from './url-permission.ts';
import { urlResponse } from './url-response.ts';
import { urlSettings } from './url-settings.ts';
import type { UrlSettings } from './url-settings.ts';

export interface FunctionUrlPorts {
  readonly cloud: Cloud;
  authenticate(request: LocalRequest): Principal;
  /** Undefined: allowed, else why not; the terminal shows it. */
  refusal(
    caller: Caller,
    action: string,
    resource: string,
    context: RequestContext,
    policy: readonly Statement[],
  ): string | undefined;
  /** Unique id of a principal: `AROA…:SESSION`. */
  userId(principal: Principal): string;
  arnOf(functionName: string): string;
  has(functionName: string): boolean;
  /** @throws AwsError TooManyRequestsException, RequestEntityTooLargeException, ServiceException */
  invoke(functionName: string, requestId: string, payload: string): Promise<Outcome>;
}

const prefix = '/lambda-url/';
const forbidden =
  'Forbidden. For troubleshooting Function URL authorization issues, see: ' +
  'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';

/** URLs of functions: each is `/lambda-url/ID/` at the one port, and what follows is the path that the function sees. */
export class FunctionUrls {
  readonly #ports: FunctionUrlPorts;
  readonly #byId = new Map<string, UrlSettings>();
  readonly #permissions: UrlPermission[] = [];

  constructor(ports: FunctionUrlPorts) {
    this.#ports = ports;
  }

  deploy(declared: DeclaredResource): DeployedResource {
    const settings = urlSettings(declared);
    const name = nameOf(settings.functionName);
    if (!this.#ports.has(name)) throw new DeploymentError(`${declared.address}: unknown function ${name}`);
    if ([...this.#byId.values()].some((other) => nameOf(other.functionName) === name)) {
      throw new DeploymentError(`${declared.address}: FunctionUrlConfig exists for this Lambda function`);
    }
    this.#byId.set(settings.id, settings);
    const arn = this.#ports.arnOf(name);
    const url = `${this.#ports.cloud.url}${prefix}${settings.id}/`;
    return { ref: arn, attributes: { FunctionArn: arn, FunctionUrl: url } };
  }

  /** @returns whether the permission is for a URL */
  addPermission(declared: DeclaredResource): boolean {
    if (!isForUrl(declared)) return false;
    const functionName = declared.properties['FunctionName'];
    if (typeof functionName !== 'string') throw new DeploymentError(`${declared.address}: FunctionName is missing`);
    const arn = this.#ports.arnOf(nameOf(functionName));
    this.#permissions.push(urlPermission(declared, functionName, arn));
    return true;
  }

  /** @throws DeploymentError for a permission of a function that isn't there */
  start(): void {
    const unknown = this.#permissions.find(({ functionName }) => !this.#ports.has(functionName));
    if (unknown) throw new DeploymentError(`a permission is for the unknown function ${unknown.functionName}`);
  }

  /** A preflight goes to the function where the URL has no CORS configuration. */
  preflight(request: LocalRequest, response: ServerResponse): boolean {
    const found = this.#find(request.path);
    if (!found) return false;
    if (!found.settings.cors) {
      void this.#answer(found, request, response);
      return true;
    }
    forgetCors(response);
    setCorsHeaders(found.settings.cors, request, response);
    response.statusCode = 200;
    response.end();
    return true;
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    const found = this.#find(request.path);
    if (found) await this.#answer(found, request, response);
    return found !== undefined;
  }

  #find(path: string): Found | undefined {
    if (!path.startsWith(prefix)) return undefined;
    const [id = '', ...rest] = path.slice(prefix.length).split('/');
    const settings = this.#byId.get(id);
    return settings && { settings, path: `/${rest.join('/')}` };
  }

  async #answer({ settings, path }: Found, request: LocalRequest, response: ServerResponse): Promise<void> {
    forgetCors(response);
    try {
      const caller = this.#authorize(settings, request);
      await this.#invoke(settings, path, request, response, caller);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      setCorsHeaders(settings.cors, request, response);
      sendJson(response, error.status, error.code, bodyOf(error));
    }
  }

  async #invoke(
    settings: UrlSettings,
    path: string,
    request: LocalRequest,
    response: ServerResponse,
    caller: UrlCaller | undefined,
  ): Promise<void> {
    const { cloud } = this.#ports;
    const requestId = randomUUID();
    const facts = { urlId: settings.id, requestId, path, caller, now: cloud.clock.now() };
    const event = urlEvent(request, { ...facts, accountId: cloud.accountId, region: cloud.region });
    const outcome = await this.#ports.invoke(nameOf(settings.functionName), requestId, JSON.stringify(event));
    const answer = outcome.functionError ? undefined : urlResponse(outcome.payload);
    response.setHeader('x-amzn-requestid', requestId);
    if (!answer) {
      setCorsHeaders(settings.cors, request, response);
      sendText(response, 502, 'Internal Server Error');
      return;
    }
    response.statusCode = answer.status;
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    if (answer.cookies.length > 0) response.setHeader('set-cookie', [...answer.cookies]);
    setCorsHeaders(settings.cors, request, response);
    response.setHeader('content-length', answer.body.length);
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  /** "New function URLs will require both lambda:InvokeFunctionUrl and lambda:InvokeFunction permissions." */
  #authorize({ functionName, authType }: UrlSettings, request: LocalRequest): UrlCaller | undefined {
    const principal = authType === 'AWS_IAM' ? this.#signer(request) : undefined;
    const arn = this.#ports.arnOf(nameOf(functionName));
    const caller = principal ? { principal } : 'anonymous';
    const own = this.#permissions.filter((permission) => nameOf(permission.functionName) === nameOf(functionName));
    const policy = own.flatMap(({ statements }) => statements);
    const isRefused = [
      ['lambda:InvokeFunctionUrl', { 'lambda:FunctionUrlAuthType': authType }] as const,
      ['lambda:InvokeFunction', { 'lambda:InvokedViaFunctionUrl': 'true' }] as const,
    ].some(([action, context]) => this.#ports.refusal(caller, action, arn, context, policy) !== undefined);
    if (isRefused) throw new AwsError('AccessDeniedException', forbidden, 403);
    return principal && this.#callerOf(principal, request);
  }

  #signer(request: LocalRequest): Principal {
    if (!request.headers['authorization']) throw new AwsError('AccessDeniedException', 'Forbidden', 403);
    try {
      return this.#ports.authenticate(request);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(error.code, error.message, 403);
    }
  }

  #callerOf(principal: Principal, { headers }: LocalRequest): UrlCaller {
    const [, accessKey = ''] = /Credential=([^/]+)/.exec(headers['authorization'] ?? '') ?? [];
    const { accountId } = this.#ports.cloud;
    return { accessKey, accountId, userArn: principal.arn, userId: this.#ports.userId(principal) };
  }
}

interface Found {
  readonly settings: UrlSettings;
  readonly path: string;
}

/** Lambda writes `Message` where it forbids, `message` elsewhere. */
function bodyOf({ code, message, details }: AwsError): Readonly<Record<string, unknown>> {
  return code === 'AccessDeniedException' ? { Message: message } : { ...details, message };
}

function sendJson(
  response: ServerResponse,
  status: number,
  code: string,
  body: Readonly<Record<string, unknown>>,
): void {
  response.setHeader('x-amzn-errortype', code);
  sendText(response, status, JSON.stringify(body));
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
