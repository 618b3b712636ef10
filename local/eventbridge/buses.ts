import { DeploymentError } from '../errors.ts';
import type { DeclaredResource } from '../service.ts';
import { compilePolicy } from '../iam/policy.ts';
import type { Statement } from '../iam/policy.ts';
import { isRecord } from './comparisons.ts';
import type { Rule } from './rule.ts';

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly rules: Map<string, Rule>;
  /** Its own policy. */
  readonly policy: Statement[];
}

/** Those that decide nothing here. */
const known = new Set(['Name', 'Description', 'Tags', 'KmsKeyIdentifier']);

/** The event buses of the account, the default one among them. */
export class Buses {
  readonly #arnPrefix: string;
  readonly #buses = new Map<string, Bus>();

  /** @param arnPrefix `arn:aws:events:REGION:ACCOUNT:` */
  constructor(arnPrefix: string) {
    this.#arnPrefix = arnPrefix;
    this.#add('default');
  }

  /** Reads an `AWS::Events::EventBus`. @throws DeploymentError */
  deploy({ address, properties }: DeclaredResource): Bus {
    const unknown = Object.keys(properties).find((name) => !known.has(name));
    if (unknown) throw new DeploymentError(`${address}: ${unknown} isn't run by the local EventBridge.`);
    const name = typeof properties['Name'] === 'string' ? properties['Name'] : '';
    // A slash is for buses of partners.
    if (!/^[\w.-]{1,256}$/.test(name) || name === 'default') {
      throw new DeploymentError(`${address}: Name ${name} must be 1 to 256 letters, digits, or any of . - _`);
    }
    if (this.#buses.has(name)) throw new DeploymentError(`${address}: Event bus ${name} already exists.`);
    return this.#add(name);
  }

  /** Reads an `AWS::Events::EventBusPolicy`. @throws DeploymentError */
  addPolicy({ address, properties }: DeclaredResource): void {
    const { EventBusName: name, StatementId: sid, Statement: statement, ...others } = properties;
    const [unknown] = Object.keys(others);
    if (unknown)
      throw new DeploymentError(`${address}: ${unknown} isn't run by the local EventBridge, but Statement is.`);
    const bus = this.find(typeof name === 'string' ? name : undefined);
    if (!bus) throw new DeploymentError(`${address}: Event bus ${String(name)} does not exist.`);
    const named = isRecord(statement) ? { Sid: sid, ...statement } : statement;
    bus.policy.push(...compilePolicy({ Version: '2012-10-17', Statement: [named] }, address, 'resource'));
  }

  /** @param rules the template's, whose buses must all be there. @throws DeploymentError */
  attach(rules: Iterable<readonly [address: string, rule: Rule]>): void {
    for (const [address, rule] of rules) {
      const bus = this.#buses.get(rule.bus);
      if (!bus) throw new DeploymentError(`${address}: Event bus ${rule.bus} does not exist.`);
      if (bus.rules.has(rule.name)) throw new DeploymentError(`${address}: rule ${rule.name} already exists.`);
      bus.rules.set(rule.name, rule);
    }
  }

  /** @param nameOrArn default: the default bus */
  find(nameOrArn = 'default'): Bus | undefined {
    const bus = this.#buses.get(nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1));
    return nameOrArn.startsWith('arn:') && bus?.arn !== nameOrArn ? undefined : bus;
  }

  arnOf(nameOrArn = 'default'): string {
    return nameOrArn.startsWith('arn:') ? nameOrArn : `${this.#arnPrefix}event-bus/${nameOrArn}`;
  }

  all(): Bus[] {
    return [...this.#buses.values()];
  }

  #add(name: string): Bus {
    const bus = { name, arn: this.arnOf(name), rules: new Map<string, Rule>(), policy: [] };
    this.#buses.set(name, bus);
    return bus;
  }
}
