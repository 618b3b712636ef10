import type { ServerResponse } from 'node:http';
import { readBody } from '../body.ts';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { ServiceEvent } from '../eventbridge/eventbridge.ts';
import type { SupportedFaults } from '../faults.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, LocalRequest, Service } from '../service.ts';
import { ConfigurationSets } from './configuration-sets.ts';
import { failed, throttled } from './errors.ts';
import { Identities } from './identities.ts';
import { PostOffice } from './post-office.ts';
import { routesOf } from './routes.ts';
import type { Route } from './routes.ts';
import { answer, answerError } from './wire.ts';

/** What SES needs of its neighbors. */
export interface SesPorts {
  readonly iam: Pick<Iam, 'refusal'>;
  authenticate(request: LocalRequest): Principal;
  /** Tells the default event bus. */
  publish(event: ServiceEvent): void;
}

const prefix = '/v2/email/';
/** Bytes: a message of the largest size, as JSON. */
const largestRequest = 64 * 1024 ** 2;

/** Amazon SES, API version 2: identities and configuration sets of the template, sending, the suppression list. */
export class Ses implements Service {
  readonly name = 'ses';
  readonly resourceTypes = {
    'AWS::SES::EmailIdentity': (declared: DeclaredResource) => this.#identities.deploy(declared),
    'AWS::SES::ConfigurationSet': (declared: DeclaredResource) => this.#sets.deploy(declared),
    'AWS::SES::ConfigurationSetEventDestination': (declared: DeclaredResource) =>
      this.#sets.deployDestination(declared),
  };
  /** Of deliveries: `error` is a hard bounce, `throttle` a soft one, `crashAfterCommit` a complaint. */
  readonly faults: SupportedFaults = {
    SendEmail: ['throttle', 'latency', 'error', 'crashAfterCommit'],
    Deliver: ['throttle', 'error', 'crashAfterCommit'],
  };
  readonly #cloud: Cloud;
  readonly #ports: SesPorts;
  readonly #identities: Identities;
  readonly #sets: ConfigurationSets;
  readonly #office: PostOffice;
  readonly #routes: readonly Route[];

  constructor(cloud: Cloud, ports: SesPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#identities = new Identities(cloud);
    this.#sets = new ConfigurationSets(cloud);
    this.#office = new PostOffice(cloud, {
      configurationSet: (name) => this.#sets.find(name),
      publish: ({ detailType, detail }, { arn }, time) =>
        ports.publish({ source: 'aws.ses', detailType, detail, resources: [arn], time }),
    });
    this.#routes = routesOf({
      cloud,
      iam: ports.iam,
      identities: this.#identities,
      sets: this.#sets,
      office: this.#office,
    });
  }

  start(): void {
    this.#sets.attach();
    for (const { address, configurationSet: name } of this.#identities.all) {
      if (name === undefined || this.#sets.find(name)) continue;
      throw new DeploymentError(`${address}: Configuration set ${name} does not exist.`);
    }
    this.#office.resume();
  }

  readsBody({ method, path }: LocalRequest): boolean {
    return method === 'POST' && path.startsWith(prefix);
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    if (!request.path.startsWith(prefix)) return false;
    try {
      const isRead = request.body.length > 0 || !this.readsBody(request);
      const whole = isRead ? request : { ...request, body: await readBody(request.raw, largestRequest) };
      answer(response, await this.#call(whole));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answerError(response, error);
    }
    return true;
  }

  idle(): Promise<void> {
    return this.#office.idle();
  }

  snapshot(folder: string): void {
    this.#office.snapshot(folder);
  }

  restore(folder: string): Promise<void> {
    return this.#office.restore(folder);
  }

  stop(): Promise<void> {
    return this.#office.stop();
  }

  async #call(request: LocalRequest): Promise<unknown> {
    const principal = this.#ports.authenticate(request);
    const path = request.path.slice(prefix.length);
    const route = this.#routes.find((one) => one.method === request.method && one.path.test(path));
    if (!route) {
      const what = path.startsWith('outbound-bulk-emails') ? 'SendBulkEmail' : `${request.method} ${request.path}`;
      const message = `The local SES doesn't run ${what}: it sends single messages, from what the template declares.`;
      throw new AwsError('UnknownOperationException', message, 404);
    }
    const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    // The administrator inspects and repairs; usage is what the product's own roles cause.
    const end =
      principal.kind === 'role' ? this.#cloud.usage.begin('ses', route.operation, principal) : () => undefined;
    try {
      return await this.#cloud.faults.around('ses', route.operation, { throttled, failed }, () =>
        route.run({ principal, request, name }),
      );
    } finally {
      end();
    }
  }
}
