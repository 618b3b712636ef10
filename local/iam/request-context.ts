import type { Cloud } from '../cloud.ts';
import type { Caller, ServiceCaller } from './caller.ts';
import type { Principal } from './principal.ts';
import type { Role } from './role.ts';
import type { Lookup } from './text-matcher.ts';

/** What a request tells its policies' conditions, by condition key. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** The condition keys that AWS adds to every request. */
export class GlobalKeys {
  readonly #cloud: Cloud;
  /** When sessions got their credentials: with the process. */
  readonly #issued: string;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#issued = new Date(cloud.clock.now()).toISOString();
  }

  /** The request's own keys, then those of every request. The case of a key doesn't matter. */
  lookup(caller: Caller, role: Role | undefined, context: RequestContext): Lookup {
    let own: Map<string, string | readonly string[]> | undefined;
    return (key) => {
      own ??= new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value]));
      return own.get(key) ?? this.#ofRequest(key) ?? this.#ofCaller(key, caller, role);
    };
  }

  #ofRequest(key: string): string | undefined {
    switch (key) {
      case 'aws:currenttime':
        return new Date(this.#cloud.clock.now()).toISOString();
      case 'aws:epochtime':
        return String(Math.floor(this.#cloud.clock.now() / 1000));
      case 'aws:requestedregion':
        return this.#cloud.region;
      case 'aws:resourceaccount':
        return this.#cloud.accountId;
      case 'aws:securetransport':
        // Plain HTTP stands in for the TLS that AWS's endpoints have.
        return 'true';
      case 'aws:viaawsservice':
        return 'false';
      default:
        return undefined;
    }
  }

  #ofCaller(key: string, caller: Caller, role: Role | undefined): string | undefined {
    const { accountId } = this.#cloud;
    if (caller === 'anonymous') return key === 'aws:principaltype' ? 'Anonymous' : localAddress(key);
    if (key === 'aws:principalisawsservice') return String('service' in caller);
    if ('service' in caller) return ofService(key, caller, accountId);
    if (key === 'aws:tokenissuetime') return role ? this.#issued : undefined;
    return ofPrincipal(key, caller.principal, role, accountId) ?? localAddress(key);
  }
}

function ofService(key: string, caller: ServiceCaller, accountId: string): string | undefined {
  switch (key) {
    case 'aws:principalservicename':
      return caller.service;
    case 'aws:sourcearn':
      return caller.sourceArn;
    case 'aws:sourceaccount':
      return caller.sourceAccount ?? accountId;
    default:
      return undefined;
  }
}

function ofPrincipal(
  key: string,
  { arn, roleArn }: Principal,
  role: Role | undefined,
  accountId: string,
): string | undefined {
  switch (key) {
    case 'aws:principalarn':
      return roleArn ?? arn;
    case 'aws:principalaccount':
      return accountId;
    case 'aws:principaltype':
      return roleArn ? 'AssumedRole' : 'Account';
    case 'aws:userid':
      return role ? `${role.identity.id}:${arn.split('/').at(-1) ?? ''}` : accountId;
    default:
      return key.startsWith(tagPrefix) ? tagOf(role, key.slice(tagPrefix.length)) : undefined;
  }
}

const tagPrefix = 'aws:principaltag/';

/** Requests come from this machine alone. */
function localAddress(key: string): string | undefined {
  return key === 'aws:sourceip' ? '127.0.0.1' : undefined;
}

function tagOf(role: Role | undefined, key: string): string | undefined {
  return Object.entries(role?.identity.tags ?? {}).find(([name]) => name.toLowerCase() === key)?.[1];
}
