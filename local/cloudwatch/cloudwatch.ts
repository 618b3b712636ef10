import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { alarmOf } from './alarm.ts';
import { Alarms } from './alarms.ts';
import type { Measure } from './alarms.ts';
import { describeAlarms } from './describe-alarms.ts';
import { wireCall } from './wire.ts';

export interface CloudWatchPorts {
  authenticate(request: LocalRequest): Principal;
  /** @throws AwsError AccessDeniedException */
  authorize(principal: Principal, action: string, resource: string): void;
  measure: Measure;
}

/** Amazon CloudWatch: alarms over what other services measure. Metrics themselves aren't kept. */
export class CloudWatch implements Service {
  readonly name = 'cloudwatch';
  readonly resourceTypes = {
    'AWS::CloudWatch::Alarm': (declared: DeclaredResource) => this.#deploy(declared),
  };
  readonly #ports: CloudWatchPorts;
  readonly #arnPrefix: string;
  readonly #alarms: Alarms;

  constructor(cloud: Cloud, ports: CloudWatchPorts) {
    this.#ports = ports;
    this.#arnPrefix = `arn:aws:cloudwatch:${cloud.region}:${cloud.accountId}:alarm:`;
    this.#alarms = new Alarms(cloud, ports.measure);
  }

  start(): void {
    this.#alarms.start();
  }

  /** Every alarm, for the lever. */
  list(): object[] {
    return this.#alarms.all().map(({ alarm, standing: { state, reason, since }, isMeasured }) => ({
      name: alarm.name,
      state,
      reason,
      since: new Date(since).toISOString(),
      description: alarm.description ?? null,
      isMeasured,
    }));
  }

  handle(request: LocalRequest, response: ServerResponse): boolean {
    const call = wireCall(request);
    if (!call) return false;
    try {
      const principal = this.#ports.authenticate(request);
      if (call.operation !== 'DescribeAlarms') {
        const message = `The local CloudWatch doesn't run ${call.operation}, only DescribeAlarms.`;
        throw new AwsError('UnknownOperationException', message);
      }
      this.#ports.authorize(principal, 'cloudwatch:DescribeAlarms', `${this.#arnPrefix}*`);
      call.answer(response, describeAlarms(this.#alarms.all(), call.input()));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      call.fail(response, error);
    }
    return true;
  }

  snapshot(folder: string): void {
    this.#alarms.snapshot(folder);
  }

  restore(folder: string): void {
    this.#alarms.restore(folder);
  }

  stop(): void {
    this.#alarms.stop();
  }

  #deploy(declared: DeclaredResource): DeployedResource {
    const alarm = alarmOf(declared, this.#arnPrefix);
    if (this.#alarms.has(alarm.name)) {
      throw new DeploymentError(`${declared.address}: alarm ${alarm.name} already exists`);
    }
    this.#alarms.add(alarm);
    return { ref: alarm.name, attributes: { Arn: alarm.arn } };
  }
}
