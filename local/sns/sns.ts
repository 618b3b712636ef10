import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { SupportedFaults } from '../faults.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import type { LocalRequest, Service } from '../service.ts';
import { DeliveryStatus } from './delivery-status.ts';
import { Directory } from './directory.ts';
import { failed, throttled } from './errors.ts';
import type { Operation } from './operation.ts';
import * as phoneNumbers from './phone-numbers.ts';
import { createPlatformApplication, setPlatformApplicationAttributes } from './platform-applications.ts';
import * as endpoints from './platform-endpoints.ts';
import { publish } from './publish.ts';
import { getSmsAttributes, setSmsAttributes } from './sms-attributes.ts';
import { answer, answerError, Query } from './wire.ts';

/** What SNS needs of its neighbors. */
export interface SnsPorts {
  readonly iam: Pick<Iam, 'refusal' | 'roleSession' | 'allows'>;
  authenticate(request: LocalRequest): Principal;
}

const version = '2010-03-31';

const operations: Readonly<Record<string, Operation>> = {
  Publish: publish,
  CreatePlatformApplication: createPlatformApplication,
  SetPlatformApplicationAttributes: setPlatformApplicationAttributes,
  CreatePlatformEndpoint: endpoints.createPlatformEndpoint,
  GetEndpointAttributes: endpoints.getEndpointAttributes,
  SetEndpointAttributes: endpoints.setEndpointAttributes,
  DeleteEndpoint: endpoints.deleteEndpoint,
  CheckIfPhoneNumberIsOptedOut: phoneNumbers.checkIfPhoneNumberIsOptedOut,
  OptInPhoneNumber: phoneNumbers.optInPhoneNumber,
  SetSMSAttributes: setSmsAttributes,
  GetSMSAttributes: getSmsAttributes,
};

/** Amazon SNS as far as it reaches a person: text messages and push notifications. Topics are not run. */
export class Sns implements Service {
  readonly name = 'sns';
  readonly resourceTypes = {};
  /** A delivery that errs: the endpoint's token is invalid, the phone number has opted out. */
  readonly faults: SupportedFaults = {
    Publish: ['throttle', 'latency', 'error', 'crashAfterCommit'],
    CreatePlatformEndpoint: ['throttle', 'latency', 'error', 'crashAfterCommit'],
    Deliver: ['error'],
  };
  readonly #cloud: Cloud;
  readonly #ports: SnsPorts;
  readonly #directory: Directory;
  readonly #status: DeliveryStatus;

  constructor(cloud: Cloud, ports: SnsPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#directory = new Directory(cloud);
    this.#status = new DeliveryStatus(cloud, {
      roleSession: (...call) => ports.iam.roleSession(...call),
      isAllowed: (principal, action, resource) => ports.iam.allows({ principal }, action, resource),
    });
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    if (request.method !== 'POST' || request.path !== '/') return false;
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return false;
    const query = new Query(request.body);
    if (query.get('Version') !== version) return false;
    const operation = query.get('Action') ?? '';
    try {
      answer(response, operation, await this.#call(request, query, operation));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answerError(response, error);
    }
    return true;
  }

  snapshot(folder: string): void {
    this.#directory.snapshot(folder);
  }

  restore(folder: string): void {
    this.#directory.restore(folder);
  }

  async #call(request: LocalRequest, query: Query, name: string): Promise<Readonly<Record<string, unknown>>> {
    const principal = this.#ports.authenticate(request);
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation) {
      throw new AwsError('InvalidAction', `The local SNS doesn't run ${name}: it has no topics.`);
    }
    const call = {
      query,
      cloud: this.#cloud,
      directory: this.#directory,
      status: this.#status,
      authorize: (resource: string) => {
        const refusal = this.#ports.iam.refusal({ principal }, `SNS:${name}`, resource);
        if (refusal !== undefined) throw new AwsError('AuthorizationError', refusal, 403);
      },
    };
    // The administrator inspects and repairs; usage is what the product's own roles cause.
    const end = principal.kind === 'role' ? this.#cloud.usage.begin('sns', name, principal) : () => undefined;
    try {
      return await this.#cloud.faults.around('sns', name, { throttled, failed }, () => operation(call));
    } finally {
      end();
    }
  }
}
