import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import { deliveryFaults } from '../event-source/delivery.ts';
import type { Queues, Streams } from '../event-source/ports.ts';
import type { SupportedFaults } from '../faults.ts';
import type { Principal } from '../iam/principal.ts';
import type { CodeReplacement, DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { Asynchronous } from './asynchronous.ts';
import type { DestinationEvent } from './destinations.ts';
import { nameOf } from './function-names.ts';
import type { LambdaFunction } from './function.ts';
import { Functions } from './functions.ts';
import type { FunctionsPorts } from './functions.ts';
import type { Outcome } from './instance.ts';
import { answerInvocation, functionInPath, refuseTooLarge, throttled, unavailable } from './invoke-api.ts';
import type { InvocationType } from './invoke-api.ts';
import { Mappings } from './mappings.ts';
import type { BatchAnswer } from './mapping-event.ts';
import { permissionOf, permits } from './permissions.ts';
import type { Permission } from './permissions.ts';

/** What Lambda needs of its neighbors. */
export interface LambdaPorts extends FunctionsPorts {
  authenticate(request: LocalRequest): Principal;
  authorize(principal: Principal, action: string, resources: string[]): void;
  /** What `authorize` says, without a consequence. */
  isAllowed(principal: Principal, action: string, resource: string): boolean;
  readonly streams: Streams;
  readonly queues: Queues;
  /** For destinations of asynchronous invocations. */
  putEvents(principal: Principal, entries: readonly DestinationEvent[]): Promise<{ readonly FailedEntryCount: number }>;
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
    'AWS::Lambda::Function': (declared: DeclaredResource) => this.#functions.deploy(declared),
    'AWS::Lambda::Permission': (declared: DeclaredResource) => this.#deployPermission(declared),
    'AWS::Lambda::EventInvokeConfig': (declared: DeclaredResource) => this.#asynchronous.deployConfig(declared),
    'AWS::Lambda::EventSourceMapping': (declared: DeclaredResource) => this.#mappings.deploy(declared),
    'AWS::Lambda::Url': refuseResource,
    'AWS::Lambda::Version': refuseResource,
    'AWS::Lambda::Alias': refuseResource,
  };
  readonly faults: SupportedFaults = {
    Invoke: ['throttle', 'latency', 'error', 'crashAfterCommit'],
    Deliver: deliveryFaults,
  };
  readonly #cloud: Cloud;
  readonly #ports: LambdaPorts;
  readonly #functions: Functions;
  readonly #permissions: Permission[] = [];
  readonly #asynchronous: Asynchronous;
  readonly #mappings: Mappings;
  readonly #running = new Set<Promise<unknown>>();

  constructor(cloud: Cloud, ports: LambdaPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#functions = new Functions(cloud, ports);
    const { queues, streams } = ports;
    const isAllowed: LambdaPorts['isAllowed'] = (...call) => ports.isAllowed(...call);
    this.#asynchronous = new Asynchronous({
      cloud,
      functions: this.#functions,
      queues,
      isAllowed,
      putEvents: (...call) => ports.putEvents(...call),
      run: (functionName, requestId, payload) => this.#run(this.#functions.find(functionName), requestId, payload),
      invokeLater: (principal, functionArn, payload) => this.invoke({ principal }, functionArn, payload, 'Event'),
    });
    this.#mappings = new Mappings({
      cloud,
      queues,
      streams,
      isAllowed,
      find: (functionName, address) => this.#declared(functionName, address),
      session: (target) => this.#functions.session(target),
      invoke: (target, event) => this.#invokeForSource(target, event),
    });
  }

  start(): void {
    for (const { functionName } of this.#permissions) {
      if (!this.#functions.has(functionName)) {
        throw new DeploymentError(`a permission is for the unknown function ${functionName}`);
      }
    }
    this.#asynchronous.start();
    this.#mappings.start();
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

  /** The log group that a function writes; undefined: there is no such function. */
  logGroupOf(functionArn: string): string | undefined {
    return this.#functions.has(functionArn) ? this.#functions.find(functionArn).settings.logGroup : undefined;
  }

  /** Whether the function's permissions let a service invoke it for a resource. */
  permits(service: string, functionArn: string, sourceArn: string): boolean {
    const name = nameOf(functionArn);
    return this.#permissions
      .filter(({ functionName }) => nameOf(functionName) === name)
      .some((permission) => permits(permission, service, sourceArn, this.#cloud.accountId));
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
    await this.#asynchronous.idle();
    await this.#mappings.idle();
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    this.#asynchronous.snapshot(folder);
    this.#mappings.snapshot(folder);
  }

  restore(folder: string): void {
    this.#asynchronous.restore(folder);
    this.#mappings.restore(folder);
  }

  replaceCode(replacement: CodeReplacement): boolean {
    return this.#functions.replaceCode(replacement);
  }

  async stop(): Promise<void> {
    this.#mappings.stop();
    this.#asynchronous.stop();
    await this.#functions.stop();
  }

  #deployPermission(declared: DeclaredResource): DeployedResource {
    this.#permissions.push(permissionOf(declared));
    return { ref: declared.address.replaceAll('/', '-'), attributes: {} };
  }

  #declared(functionName: string, address: string): LambdaFunction {
    if (this.#functions.has(functionName)) return this.#functions.find(functionName);
    throw new DeploymentError(`${address}: unknown function ${functionName}`);
  }

  async #invoke(caller: Caller, functionArn: string, payload: string, type: InvocationType): Promise<Outcome> {
    this.#authorize(caller, nameOf(functionArn));
    const target = this.#functions.find(functionArn);
    refuseTooLarge(payload, type);
    if (type === 'DryRun') return { payload: '' };
    const requestId = randomUUID();
    return this.#counted(async () => {
      if (type === 'RequestResponse') return this.#run(target, requestId, payload);
      this.#asynchronous.add(requestId, target.settings.name, payload);
      return { payload: '' };
    });
  }

  /** As a mapping does: it needs no permission to invoke its function. */
  async #invokeForSource(target: LambdaFunction, event: unknown): Promise<BatchAnswer> {
    const requestId = randomUUID();
    const payload = jsonOf(event);
    const outcome = await this.#counted(() => this.#run(target, requestId, payload));
    return { ...outcome, requestId, payload: JSON.parse(outcome.payload) };
  }

  async #counted(invoke: () => Promise<Outcome>): Promise<Outcome> {
    const end = this.#cloud.usage.begin('lambda', 'Invoke');
    try {
      return await this.#cloud.faults.around('lambda', 'Invoke', { throttled, failed: unavailable }, invoke);
    } finally {
      end();
    }
  }

  async #run(target: LambdaFunction, requestId: string, payload: string): Promise<Outcome> {
    const run = target.invoke(requestId, payload);
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
    }
  }

  #authorize(caller: Caller, name: string): void {
    const arn = this.#functions.arnOf(name);
    if ('principal' in caller) {
      this.#ports.authorize(caller.principal, 'lambda:InvokeFunction', [arn]);
      return;
    }
    const { service, sourceArn } = caller;
    if (this.permits(service, name, sourceArn)) return;
    throw new AwsError(
      'AccessDeniedException',
      `User: ${service} is not authorized to perform: lambda:InvokeFunction on resource: ${arn} ` +
        'because no resource-based policy allows the lambda:InvokeFunction action',
      403,
    );
  }
}

/** `undefined` has no JSON, whatever the type of `stringify` says. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function refuseResource({ address, type }: DeclaredResource): never {
  throw new DeploymentError(`${address}: ${type} is not run locally`);
}
