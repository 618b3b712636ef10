import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import { physicalName } from '../iam/physical-name.ts';
import { refuseOthers } from '../known-properties.ts';
import type { DeclaredResource, DeployedResource } from '../service.ts';

export type SuppressionReason = 'BOUNCE' | 'COMPLAINT';

export interface ConfigurationSet {
  readonly name: string;
  readonly arn: string;
  readonly sendingEnabled: boolean;
  readonly reputationMetrics: boolean;
  readonly tlsPolicy: string;
  /** Undefined: as the account has it, which is both. */
  readonly suppressedReasons?: readonly SuppressionReason[];
  /** What its event destinations are told, each by the types of its own. */
  readonly destinations: EventDestination[];
}

export interface EventDestination {
  readonly enabled: boolean;
  /** In the API's form, such as `RENDERING_FAILURE`. */
  readonly types: ReadonlySet<string>;
}

/** How CloudFormation writes the types, by the API's names. */
const eventTypes: Readonly<Record<string, string>> = {
  send: 'SEND',
  reject: 'REJECT',
  bounce: 'BOUNCE',
  complaint: 'COMPLAINT',
  delivery: 'DELIVERY',
  open: 'OPEN',
  click: 'CLICK',
  renderingFailure: 'RENDERING_FAILURE',
  deliveryDelay: 'DELIVERY_DELAY',
  subscription: 'SUBSCRIPTION',
};
const otherDestinations = ['CloudWatchDestination', 'KinesisFirehoseDestination', 'SnsDestination'];

/** The configuration sets that templates declare, with their event destinations. */
export class ConfigurationSets {
  readonly #cloud: Cloud;
  readonly #sets = new Map<string, ConfigurationSet>();
  readonly #destinations: { readonly address: string; readonly set: string; readonly destination: EventDestination }[] =
    [];

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  find(name: string): ConfigurationSet | undefined {
    return this.#sets.get(name);
  }

  arnOf(name: string): string {
    return `arn:aws:ses:${this.#cloud.region}:${this.#cloud.accountId}:configuration-set/${name}`;
  }

  /** Reads an `AWS::SES::ConfigurationSet`. @throws DeploymentError */
  deploy(declared: DeclaredResource): DeployedResource {
    const settings = ['DeliveryOptions', 'ReputationOptions', 'SendingOptions', 'SuppressionOptions'];
    refuseOthers(declared, ['Name', 'Tags', ...settings]);
    const { address, properties } = declared;
    const name = typeof properties.Name === 'string' ? properties.Name : physicalName(declared, 64);
    if (!/^[\w-]{1,64}$/.test(name)) {
      throw new DeploymentError(`${address}: Name ${name} must be 1 to 64 letters, digits, hyphens or underscores`);
    }
    if (this.#sets.has(name)) throw new DeploymentError(`${address}: Configuration set ${name} already exists`);
    const option = (member: string, known: readonly string[]) => optionOf(declared, member, known);
    const delivery = option('DeliveryOptions', ['TlsPolicy']);
    const reasons = option('SuppressionOptions', ['SuppressedReasons']).SuppressedReasons as string[] | undefined;
    const unknown = reasons?.find((reason) => reason !== 'BOUNCE' && reason !== 'COMPLAINT');
    if (unknown) throw new DeploymentError(`${address}: SuppressedReasons knows no ${unknown}`);
    this.#sets.set(name, {
      name,
      arn: this.arnOf(name),
      sendingEnabled: option('SendingOptions', ['SendingEnabled']).SendingEnabled !== false,
      reputationMetrics: option('ReputationOptions', ['ReputationMetricsEnabled']).ReputationMetricsEnabled === true,
      tlsPolicy: (delivery.TlsPolicy as string | undefined) ?? 'OPTIONAL',
      suppressedReasons: reasons as SuppressionReason[] | undefined,
      destinations: [],
    });
    return { ref: name };
  }

  /** Reads an `AWS::SES::ConfigurationSetEventDestination`. @throws DeploymentError */
  deployDestination(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, ['ConfigurationSetName', 'EventDestination']);
    const { address, properties } = declared;
    const destination = (properties.EventDestination ?? {}) as Record<string, unknown>;
    const other = otherDestinations.find((name) => destination[name] !== undefined);
    if (other) throw new DeploymentError(`${address}: EventDestination.${other} isn't run here.`);
    optionOf(declared, 'EventDestination', ['Name', 'Enabled', 'MatchingEventTypes', 'EventBridgeDestination']);
    this.#checkBus(address, destination.EventBridgeDestination);
    this.#destinations.push({
      address,
      set: String(properties.ConfigurationSetName),
      destination: { enabled: destination.Enabled === true, types: typesOf(address, destination.MatchingEventTypes) },
    });
    return { ref: typeof destination.Name === 'string' ? destination.Name : physicalName(declared, 64) };
  }

  /** Once all is deployed. @throws DeploymentError */
  attach(): void {
    for (const { address, set, destination } of this.#destinations) {
      const found = this.#sets.get(set);
      if (!found) throw new DeploymentError(`${address}: Configuration set ${set} does not exist.`);
      found.destinations.push(destination);
    }
  }

  #checkBus(address: string, destination: unknown): void {
    const { EventBusArn: arn } = (destination ?? {}) as { readonly EventBusArn?: unknown };
    const bus = `arn:aws:events:${this.#cloud.region}:${this.#cloud.accountId}:event-bus/default`;
    if (arn === bus) return;
    throw new DeploymentError(`${address}: EventBusArn is ${String(arn)}, but only the default bus is supported`);
  }
}

function typesOf(address: string, given: unknown): Set<string> {
  const names = Array.isArray(given) ? given.map(String) : [];
  if (names.length === 0) throw new DeploymentError(`${address}: MatchingEventTypes is missing`);
  return new Set(
    names.map((name) => {
      const type = eventTypes[name] ?? Object.values(eventTypes).find((known) => known === name);
      if (!type) throw new DeploymentError(`${address}: MatchingEventTypes knows no ${name}`);
      return type;
    }),
  );
}

/** @throws DeploymentError for members that nothing here reads */
function optionOf(
  { address, properties }: DeclaredResource,
  name: string,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  const option = (properties[name] ?? {}) as Record<string, unknown>;
  const other = Object.keys(option).find((member) => option[member] !== undefined && !known.includes(member));
  if (other) throw new DeploymentError(`${address}: ${name}.${other} isn't run here.`);
  return option;
}
