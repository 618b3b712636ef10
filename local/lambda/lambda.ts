import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { EventQueue } from './event-queue.ts';
import { LambdaFunction, taskRootOf } from './function.ts';
import type { SessionKeys } from './function.ts';
import type { Outcome } from './instance.ts';
import { answerInvocation, functionInPath } from './invoke-api.ts';
import type { InvocationType } from './invoke-api.ts';
import { permissionOf, permits } from './permissions.ts';
import type { Permission } from './permissions.ts';
import { functionSettings } from './settings.ts';

/** What Lambda needs of its neighbors. */
export interface LambdaPorts {
  /** @throws AwsError when the role's trust policy doesn't let the service assume it */
  roleSession(roleArn: string, sessionName: string, service: string): Principal;
  credentials(principal: Principal): SessionKeys;
  authenticate(request: LocalRequest): Principal;
  authorize(principal: Principal, action: string, resources: string[]): void;
  /** Path of the folder with this object key. */
  findAsset(objectKey: string): string | undefined;
}

/** Who invokes: a principal by its policies, or a service on behalf of a resource by the function's permissions. */
export type Caller = { readonly principal: Principal } | { readonly service: string; readonly sourceArn: string };

export interface InvocationResult {
  /** What the handler returned, or `{ errorType, errorMessage, trace }`; null for an `Event`. */
  readonly payload: unknown;
  readonly functionError?: 'Unhandled';
}

/** AWS Lambda: Node.js functions in worker threads. */
export class Lambda implements Service {
  readonly name = 'lambda';
  readonly resourceTypes = {
    'AWS::Lambda::Function': (declared: DeclaredResource) => this.#deployFunction(declared),
    'AWS::Lambda::Permission': (declared: DeclaredResource) => this.#deployPermission(declared),
  };
  readonly #cloud: Cloud;
  readonly #ports: LambdaPorts;
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #permissions: Permission[] = [];
  readonly #queueFile: string;
  readonly #queue: EventQueue;
  readonly #running = new Set<Promise<unknown>>();

  constructor(cloud: Cloud, ports: LambdaPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#queueFile = join(cloud.stateFolder, 'lambda', 'events.json');
    this.#queue = new EventQueue(this.#queueFile, async ({ requestId, functionName, payload }) => {
      try {
        const outcome = await this.#run(this.#find(functionName), requestId, payload, true);
        return { failed: outcome.functionError !== undefined };
      } catch (error) {
        this.#cloud.log.warn(`/aws/lambda/${functionName}`, `${requestId} ${String(error)}`);
        return { failed: true };
      }
    });
  }

  start(): void {
    for (const { functionName } of this.#permissions) {
      if (!this.#functions.has(nameOf(functionName))) {
        throw new DeploymentError(`a permission is for the unknown function ${functionName}`);
      }
    }
    this.#queue.resume();
  }

  /**
   * Invokes a function as the Invoke operation does.
   * @param functionArn ARN or name
   * @throws AwsError AccessDeniedException, ResourceNotFoundException, TooManyRequestsException,
   *   RequestEntityTooLargeException. A failure of the code itself is no exception but a `functionError`.
   */
  async invoke(
    caller: Caller,
    functionArn: string,
    payload: unknown,
    invocationType: 'RequestResponse' | 'Event',
  ): Promise<InvocationResult> {
    const outcome = await this.#invoke(caller, functionArn, jsonOf(payload), invocationType);
    return { ...outcome, payload: outcome.payload === '' ? null : JSON.parse(outcome.payload) };
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    const functionName = functionInPath(request);
    if (functionName === undefined) return false;
    const principal = this.#ports.authenticate(request);
    await answerInvocation(request, response, (payload, type) =>
      this.#invoke({ principal }, functionName, payload, type),
    );
    return true;
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    await this.#queue.idle();
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    if (existsSync(this.#queueFile)) copyFileSync(this.#queueFile, join(folder, 'events.json'));
  }

  restore(folder: string): void {
    const kept = join(folder, 'events.json');
    mkdirSync(dirname(this.#queueFile), { recursive: true });
    if (existsSync(kept)) copyFileSync(kept, this.#queueFile);
    else rmSync(this.#queueFile, { force: true });
    this.#queue.reload();
  }

  async stop(): Promise<void> {
    this.#queue.stop();
    await Promise.all([...this.#functions.values()].map((deployed) => deployed.stop()));
  }

  #deployFunction(declared: DeclaredResource): DeployedResource {
    const settings = functionSettings(declared);
    const { name, roleArn } = settings;
    if (this.#functions.has(name)) throw new DeploymentError(`${declared.address}: function ${name} already exists`);
    const codeFolder = join(this.#cloud.stateFolder, 'lambda', 'code');
    const taskRoot = taskRootOf(settings, codeFolder, (key) => this.#ports.findAsset(key));
    const keys = () => this.#ports.credentials(this.#ports.roleSession(roleArn, name, 'lambda.amazonaws.com'));
    refuseUnassumableRole(keys, `${declared.address}: ${roleArn}`);
    const arn = this.#arnOf(name);
    this.#functions.set(name, new LambdaFunction(settings, arn, taskRoot, this.#cloud, keys));
    return { ref: name, attributes: { Arn: arn } };
  }

  #deployPermission(declared: DeclaredResource): DeployedResource {
    this.#permissions.push(permissionOf(declared));
    return { ref: declared.address.replaceAll('/', '-'), attributes: {} };
  }

  async #invoke(caller: Caller, functionArn: string, payload: string, type: InvocationType): Promise<Outcome> {
    const name = nameOf(functionArn);
    this.#authorize(caller, name);
    const target = this.#find(name);
    refuseTooLarge(payload, type);
    if (type === 'DryRun') return { payload: '' };
    const end = this.#cloud.usage.begin('lambda', 'Invoke');
    try {
      const requestId = randomUUID();
      if (type === 'RequestResponse') return await this.#run(target, requestId, payload, false);
      this.#queue.add({ requestId, functionName: name, payload });
      return { payload: '' };
    } finally {
      end();
    }
  }

  async #run(target: LambdaFunction, requestId: string, payload: string, patient: boolean): Promise<Outcome> {
    const run = target.invoke(requestId, payload, patient);
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
    }
  }

  #authorize(caller: Caller, name: string): void {
    const arn = this.#arnOf(name);
    if ('principal' in caller) return this.#ports.authorize(caller.principal, 'lambda:InvokeFunction', [arn]);
    const { service, sourceArn } = caller;
    const own = this.#permissions.filter(({ functionName }) => nameOf(functionName) === name);
    if (own.some((permission) => permits(permission, service, sourceArn))) return;
    throw new AwsError(
      'AccessDeniedException',
      `User: ${service} is not authorized to perform: lambda:InvokeFunction on resource: ${arn} ` +
        'because no resource-based policy allows the lambda:InvokeFunction action',
      403,
    );
  }

  #find(name: string): LambdaFunction {
    const found = this.#functions.get(name);
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${this.#arnOf(name)}`, 404, { Type: 'User' });
  }

  #arnOf(name: string): string {
    return `arn:aws:lambda:${this.#cloud.region}:${this.#cloud.accountId}:function:${name}`;
  }
}

/** `undefined` has no JSON, whatever the type of `stringify` says. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** As Lambda does when a function is created. */
function refuseUnassumableRole(keys: () => SessionKeys, what: string): void {
  try {
    keys();
  } catch (cause) {
    throw new DeploymentError(`${what}: The role defined for the function cannot be assumed by Lambda.`, { cause });
  }
}

/** Name in any of the forms that Invoke takes: the name, `ACCOUNT:function:NAME`, the ARN; each with `:$LATEST`. */
function nameOf(functionName: string): string {
  const parts = functionName.replace(/:\$LATEST$/, '').split(':');
  return parts.at(-1) ?? functionName;
}

/** Bytes of a payload, from "Lambda quotas". */
const payloadLimits = { RequestResponse: 6_291_456, DryRun: 6_291_456, Event: 1_048_576 };

function refuseTooLarge(payload: string, type: InvocationType): void {
  const limit = payloadLimits[type];
  if (Buffer.byteLength(payload) <= limit) return;
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
  throw new AwsError('RequestEntityTooLargeException', message, 413, { Type: 'User' });
}
