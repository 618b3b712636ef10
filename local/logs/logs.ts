import type { Cloud } from '../cloud.ts';
import type { SupportedFaults } from '../faults.ts';
import { physicalName } from '../iam/physical-name.ts';
import { refuseOthers } from '../known-properties.ts';
import type { DeclaredResource, DeployedResource, Service } from '../service.ts';
import type { LogsPorts } from './ports.ts';
import { subscriptionFilter } from './subscription-filter.ts';
import { Subscriptions } from './subscriptions.ts';

/** All but the name have no effect here. */
const groupProperties = [
  'DeletionProtectionEnabled',
  'KmsKeyId',
  'LogGroupClass',
  'LogGroupName',
  'RetentionInDays',
  'Tags',
];

/** CloudWatch Logs: groups are files under the state folder, which `Log` writes; subscription filters deliver. */
export class Logs implements Service {
  readonly name = 'logs';
  readonly resourceTypes = {
    'AWS::Logs::LogGroup': (declared: DeclaredResource) => this.#deployLogGroup(declared),
    'AWS::Logs::LogStream': (declared: DeclaredResource) => this.#deployLogStream(declared),
    'AWS::Logs::SubscriptionFilter': (declared: DeclaredResource) => this.#deployFilter(declared),
    // The CDK's custom resource for the log group that a service makes for itself: here as there it keeps for ever
    // what it is not told to forget, and nothing here lives that long.
    'Custom::LogRetention': ({ properties }: DeclaredResource) => this.#deployed(String(properties.LogGroupName)),
  };
  readonly faults: SupportedFaults = { Deliver: ['duplicate'] };
  readonly #cloud: Cloud;
  readonly #groups = new Set<string>();
  readonly #subscriptions: Subscriptions;

  constructor(cloud: Cloud, ports: LogsPorts) {
    this.#cloud = cloud;
    this.#subscriptions = new Subscriptions(cloud, ports);
  }

  start(): void {
    this.#subscriptions.start(this.#groups);
  }

  idle(): Promise<void> {
    return this.#subscriptions.idle();
  }

  snapshot(folder: string): void {
    this.#subscriptions.snapshot(folder);
  }

  restore(folder: string): Promise<void> {
    return this.#subscriptions.restore(folder);
  }

  stop(): Promise<void> {
    return this.#subscriptions.stop();
  }

  #deployLogGroup(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, groupProperties);
    const { stack, logicalId, properties } = declared;
    return this.#deployed(
      typeof properties.LogGroupName === 'string' ? properties.LogGroupName : `${stack}-${logicalId}`,
    );
  }

  #deployed(name: string): DeployedResource {
    this.#groups.add(name);
    const { region, accountId } = this.#cloud;
    // `:*` stands for the group's streams: CloudFormation returns the ARN in this form.
    return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` } };
  }

  #deployLogStream(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, ['LogGroupName', 'LogStreamName']);
    const { LogStreamName: name } = declared.properties;
    return { ref: typeof name === 'string' ? name : physicalName(declared, 512) };
  }

  #deployFilter(declared: DeclaredResource): DeployedResource {
    const filter = subscriptionFilter(declared);
    this.#subscriptions.add(filter);
    return { ref: filter.name };
  }
}
