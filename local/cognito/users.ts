import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { JsonFile } from '../json-file.ts';
import type { Attributes } from './attributes.ts';
import type { CodeState } from './codes.ts';
import type { Failures } from './lockout.ts';
import type { Session } from './sessions.ts';
import type { Verifier } from './srp.ts';
import type { SoftwareToken } from './totp.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

/** A user as kept on disk. Times in milliseconds. */
export interface User {
  /** UUID. */
  readonly sub: string;
  /** The sub where people name themselves by e-mail. */
  readonly username: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Without the sub. */
  readonly attributes: Attributes;
  readonly password: Verifier;
  /** When the password is temporary. */
  readonly passwordExpiresAt?: number | undefined;
  readonly groups: readonly string[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly signUpCode: CodeState;
  readonly passwordCode: CodeState;
  /** Of the address that is to be verified. */
  readonly attributeCode?: CodeState | undefined;
  /** The address that takes the present one's place once it is verified. */
  readonly pendingEmail?: string | undefined;
  readonly softwareToken?: SoftwareToken | undefined;
  /** Base32, until the app that got it has shown a code. */
  readonly newTokenSecret?: string | undefined;
  readonly failures: Failures;
  readonly sessions: readonly Session[];
}

/** How users are found by name. */
interface Naming {
  readonly emailIsUsername: boolean;
  readonly caseSensitive: boolean;
}

/**
 * The users of a pool: one file each, all in memory.
 *
 * Names are compared code point by code point (after lower-casing, where case is ignored). Cognito documents no
 * Unicode normalization, so the NFC and NFD spellings of an address are two accounts; neither can confirm the other.
 */
export class Users {
  readonly #folder: string;
  readonly #naming: Naming;
  readonly #files = new Map<string, JsonFile<User>>();
  readonly #subs = new Map<string, string>();

  constructor(folder: string, naming: Naming) {
    this.#folder = folder;
    this.#naming = naming;
    for (const name of namesIn(folder)) {
      if (!name.endsWith('.json')) continue;
      const file = new JsonFile<User | null>(join(folder, name), null);
      if (file.value) this.#remember(file.value, file as JsonFile<User>);
    }
  }

  get count(): number {
    return this.#files.size;
  }

  /** Oldest first. */
  list(): User[] {
    const users = [...this.#files.values()].map((file) => file.value);
    return users.sort((one, other) => one.createdAt - other.createdAt || (one.sub < other.sub ? -1 : 1));
  }

  get(sub: string): User | undefined {
    return this.#files.get(sub)?.value;
  }

  /** By user name, or by e-mail where that is what people sign in with. */
  find(name: string): User | undefined {
    const sub = this.#subs.get(this.sameName(name));
    return sub === undefined ? undefined : this.get(sub);
  }

  /** Equal for names that mean the same user. */
  sameName(name: string): string {
    return this.#naming.caseSensitive ? name : name.toLowerCase();
  }

  add(user: User): User {
    const file = new JsonFile(join(this.#folder, `${user.sub}.json`), user);
    file.write(user);
    this.#remember(user, file);
    return user;
  }

  /** Changes a user on top of what it is now; returns once that is on disk. */
  change(sub: string, changes: Partial<Omit<User, 'sub' | 'username'>>): User {
    const file = this.#files.get(sub);
    if (!file) throw new Error(`no user ${sub}`);
    const before = file.value;
    file.write({ ...before, ...changes });
    if (before.attributes['email'] !== file.value.attributes['email']) {
      this.#forgetEmail(before);
      this.#remember(file.value, file);
    }
    return file.value;
  }

  remove({ sub }: User): void {
    const file = this.#files.get(sub);
    if (!file) return;
    const user = file.value;
    file.remove();
    this.#files.delete(user.sub);
    this.#subs.delete(this.sameName(user.username));
    this.#forgetEmail(user);
  }

  #forgetEmail({ sub, attributes: { email } }: User): void {
    if (!this.#naming.emailIsUsername || email === undefined) return;
    if (this.#subs.get(this.sameName(email)) === sub) this.#subs.delete(this.sameName(email));
  }

  #remember(user: User, file: JsonFile<User>): void {
    this.#files.set(user.sub, file);
    this.#subs.set(this.sameName(user.username), user.sub);
    const { email } = user.attributes;
    if (this.#naming.emailIsUsername && email !== undefined) this.#subs.set(this.sameName(email), user.sub);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
