import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { JsonFile } from '../json-file.ts';
import type { Feedback } from './delivery-status.ts';

/** An app at a push notification service. */
export interface Application {
  readonly platform: string;
  readonly enabled: boolean;
  /** Digest of the attributes with which it was created: credentials are not kept. */
  readonly digest: string;
  /** Absent in state of before. */
  readonly feedback?: Feedback;
}

/** An app on a device. */
export interface Endpoint {
  readonly application: string;
  readonly token: string;
  readonly customUserData: string;
  readonly enabled: boolean;
}

interface Content {
  /** Both by ARN. */
  readonly applications: Readonly<Record<string, Application>>;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** Phone numbers that have replied STOP. */
  readonly optedOut: readonly string[];
  /** When a number was last opted in again; milliseconds since the epoch. */
  readonly optedIn: Readonly<Record<string, number>>;
  /** The account's settings of text messages; absent in state of before. */
  readonly sms?: Readonly<Record<string, string>>;
}

const empty: Content = { applications: {}, endpoints: {}, optedOut: [], optedIn: {} };
const FILE = 'sns.json';

/** What SNS knows of apps, devices and phone numbers; a change is on disk when it returns. */
export class Directory {
  readonly #path: string;
  readonly #file: JsonFile<Content>;

  constructor(cloud: Cloud) {
    this.#path = join(cloud.stateFolder, 'sns', FILE);
    this.#file = new JsonFile(this.#path, empty);
  }

  application(arn: string): Application | undefined {
    return this.#file.value.applications[arn];
  }

  putApplication(arn: string, application: Application): void {
    this.#write({ applications: { ...this.#file.value.applications, [arn]: application } });
  }

  endpoint(arn: string): Endpoint | undefined {
    return this.#file.value.endpoints[arn];
  }

  /** The one of an app with a device token. */
  endpointWith(application: string, token: string): readonly [arn: string, endpoint: Endpoint] | undefined {
    return Object.entries(this.#file.value.endpoints).find(
      ([, endpoint]) => endpoint.application === application && endpoint.token === token,
    );
  }

  putEndpoint(arn: string, endpoint: Endpoint): void {
    this.#write({ endpoints: { ...this.#file.value.endpoints, [arn]: endpoint } });
  }

  removeEndpoint(arn: string): void {
    if (!this.endpoint(arn)) return;
    this.#write({
      endpoints: Object.fromEntries(Object.entries(this.#file.value.endpoints).filter(([other]) => other !== arn)),
    });
  }

  isOptedOut(phoneNumber: string): boolean {
    return this.#file.value.optedOut.includes(phoneNumber);
  }

  optOut(phoneNumber: string): void {
    if (!this.isOptedOut(phoneNumber)) this.#write({ optedOut: [...this.#file.value.optedOut, phoneNumber] });
  }

  optIn(phoneNumber: string, now: number): void {
    const { optedOut, optedIn } = this.#file.value;
    this.#write({
      optedOut: optedOut.filter((other) => other !== phoneNumber),
      optedIn: { ...optedIn, [phoneNumber]: now },
    });
  }

  lastOptedIn(phoneNumber: string): number | undefined {
    return this.#file.value.optedIn[phoneNumber];
  }

  get smsAttributes(): Readonly<Record<string, string>> {
    return this.#file.value.sms ?? {};
  }

  setSmsAttributes(attributes: Readonly<Record<string, string>>): void {
    this.#write({ sms: { ...this.smsAttributes, ...attributes } });
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    if (existsSync(this.#path)) copyFileSync(this.#path, join(folder, FILE));
  }

  restore(folder: string): void {
    const kept = join(folder, FILE);
    mkdirSync(dirname(this.#path), { recursive: true });
    if (existsSync(kept)) copyFileSync(kept, this.#path);
    else rmSync(this.#path, { force: true });
    this.#file.reload();
  }

  #write(change: Partial<Content>): void {
    this.#file.write({ ...this.#file.value, ...change });
  }
}
