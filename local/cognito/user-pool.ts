import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { JsonFile } from '../json-file.ts';
import type { PoolSettings } from './pool-settings.ts';
import { Seal } from './seal.ts';
import { newKeys, SigningKeys, type StoredKeys } from './signing-keys.ts';
import { Users } from './users.ts';

/** What a pool keeps beside its users. */
interface PoolState {
  /** Milliseconds. */
  readonly createdAt: number;
  readonly keys: StoredKeys;
  /** 32 bytes, base64. */
  readonly secret: string;
}

/** A group as the template declares it. */
export interface Group {
  readonly name: string;
  readonly description?: string | undefined;
  /** The lower, the more it counts; groups without one count least. */
  readonly precedence?: number | undefined;
  readonly roleArn?: string | undefined;
}

interface Opened {
  readonly state: PoolState;
  readonly users: Users;
  readonly keys: SigningKeys;
  readonly seal: Seal;
}

/** A user pool: the template's settings over the state on disk. */
export class UserPool {
  readonly id: string;
  readonly arn: string;
  /** Host and path, as CloudFormation's ProviderName. */
  readonly providerName: string;
  readonly settings: PoolSettings;
  readonly groups = new Map<string, Group>();
  readonly #folder: string;
  readonly #now: () => number;
  #opened: Opened;

  private constructor(cloud: Cloud, id: string, settings: PoolSettings, folder: string, opened: Opened) {
    this.id = id;
    this.arn = poolArn(cloud, id);
    this.providerName = `cognito-idp.${cloud.region}.amazonaws.com/${id}`;
    this.settings = settings;
    this.#folder = folder;
    this.#now = () => cloud.clock.now();
    this.#opened = opened;
  }

  /** Opens the pool's state, or makes it. */
  static async open(cloud: Cloud, id: string, settings: PoolSettings): Promise<UserPool> {
    const folder = join(cloud.stateFolder, 'cognito', id);
    const opened = await openState(folder, settings, cloud.clock.now());
    return new UserPool(cloud, id, settings, folder, opened);
  }

  get users(): Users {
    return this.#opened.users;
  }

  get keys(): SigningKeys {
    return this.#opened.keys;
  }

  get seal(): Seal {
    return this.#opened.seal;
  }

  get createdAt(): number {
    return this.#opened.state.createdAt;
  }

  /** The `iss` of its tokens. */
  get issuer(): string {
    return `https://${this.providerName}`;
  }

  /** The part of the id that SRP hashes. */
  get shortName(): string {
    return this.id.slice(this.id.indexOf('_') + 1);
  }

  /** Forgets what is in memory and reads the state again. */
  async reload(): Promise<void> {
    this.#opened = await openState(this.#folder, this.settings, this.#now());
  }

  /** A user's groups that still exist, by precedence. */
  groupsOf(user: { readonly groups: readonly string[] }): Group[] {
    const groups = user.groups.flatMap((name) => this.groups.get(name) ?? []);
    const rank = (group: Group): number => group.precedence ?? Number.MAX_SAFE_INTEGER;
    return groups.sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
  }
}

export const poolArn = (cloud: Cloud, id: string): string =>
  `arn:aws:cognito-idp:${cloud.region}:${cloud.accountId}:userpool/${id}`;

async function openState(folder: string, settings: PoolSettings, now: number): Promise<Opened> {
  const file = new JsonFile<PoolState | null>(join(folder, 'pool.json'), null);
  const state = file.value ?? { createdAt: now, keys: await newKeys(), secret: randomBytes(32).toString('base64') };
  if (!file.value) file.write(state);
  return {
    state,
    users: new Users(join(folder, 'users'), settings),
    keys: new SigningKeys(state.keys),
    seal: new Seal(Buffer.from(state.secret, 'base64')),
  };
}
