import { createHash } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import { refuseOthers } from '../known-properties.ts';
import type { DeclaredResource, DeployedResource } from '../service.ts';
import { domainOf, withoutLabel } from './addresses.ts';

/** A verified identity: there is no DNS here that could tell, so each one that a template declares counts as verified. */
export interface Identity {
  /** Domain or e-mail address. */
  readonly name: string;
  readonly arn: string;
  readonly isDomain: boolean;
  /** Of Easy DKIM; an address has none. */
  readonly dkimTokens: readonly string[];
  readonly signs: boolean;
  readonly forwardsFeedback: boolean;
  readonly mailFromDomain?: string;
  readonly onMxFailure: string;
  /** Name of the configuration set that is used where a message names none. */
  readonly configurationSet?: string;
  readonly address: string;
}

const known = [
  ...['EmailIdentity', 'ConfigurationSetAttributes', 'DkimAttributes', 'DkimSigningAttributes'],
  ...['FeedbackAttributes', 'MailFromAttributes', 'Tags'],
];
const tokens = 3;

/** The identities that templates declare. */
export class Identities {
  readonly #arnPrefix: string;
  readonly #identities = new Map<string, Identity>();

  constructor({ region, accountId }: Cloud) {
    this.#arnPrefix = `arn:aws:ses:${region}:${accountId}:identity/`;
  }

  get all(): Iterable<Identity> {
    return this.#identities.values();
  }

  arnOf(name: string): string {
    return this.#arnPrefix + name;
  }

  /** Domain names are case-insensitive, addresses are not. */
  find(name: string): Identity | undefined {
    return this.#identities.get(name.includes('@') ? name : name.toLowerCase());
  }

  /** The most granular identity by which one may send from an address: itself, without its label, or a domain of it. */
  covering(address: string): Identity | undefined {
    const own = this.find(address) ?? this.find(withoutLabel(address));
    if (own) return own;
    const labels = domainOf(address).split('.');
    return labels
      .map((_, index) => this.find(labels.slice(index).join('.')))
      .find((identity) => identity !== undefined);
  }

  /** Reads an `AWS::SES::EmailIdentity`. @throws DeploymentError */
  deploy(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, known);
    const { address, properties } = declared;
    const given = properties.EmailIdentity;
    if (typeof given !== 'string' || !/^([^@\s]+@)?[\w-]+(\.[\w-]+)+$/.test(given)) {
      throw new DeploymentError(`${address}: EmailIdentity ${String(given)} is no domain and no e-mail address`);
    }
    const isDomain = !given.includes('@');
    const name = isDomain ? given.toLowerCase() : given;
    if (this.#identities.has(name)) throw new DeploymentError(`${address}: Email identity ${name} already exists`);
    const mailFrom = member(properties, 'MailFromAttributes');
    const identity: Identity = {
      name,
      arn: this.arnOf(name),
      isDomain,
      dkimTokens: isDomain ? Array.from({ length: tokens }, (_, index) => token(name, index)) : [],
      signs: member(properties, 'DkimAttributes').SigningEnabled !== false,
      forwardsFeedback: member(properties, 'FeedbackAttributes').EmailForwardingEnabled !== false,
      mailFromDomain: text(mailFrom.MailFromDomain),
      onMxFailure: text(mailFrom.BehaviorOnMxFailure) ?? 'USE_DEFAULT_VALUE',
      configurationSet: text(member(properties, 'ConfigurationSetAttributes').ConfigurationSetName),
      address,
    };
    this.#identities.set(name, identity);
    return { ref: name, attributes: { EmailIdentityArn: identity.arn, ...dnsRecords(identity) } };
  }
}

/** The records that would prove the domain, had it a DNS. */
function dnsRecords({ name, dkimTokens }: Identity): Record<string, string> {
  const records = dkimTokens.flatMap((dkim, index) => [
    [`DkimDNSTokenName${index + 1}`, `${dkim}._domainkey.${name}`],
    [`DkimDNSTokenValue${index + 1}`, `${dkim}.dkim.amazonses.com`],
  ]);
  return Object.fromEntries(records) as Record<string, string>;
}

/** The same at every start. */
function token(name: string, index: number): string {
  const digest = createHash('sha256').update(`${name} ${index}`).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 32);
}

function member(properties: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  return (properties[name] ?? {}) as Record<string, unknown>;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
