import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import { queueDoesNotExist } from './errors.ts';
import { MessageStore } from './message-store.ts';
import { Queue } from './queue.ts';
import type { QueueSettings } from './queue-settings.ts';

const FILE = 'messages.sqlite';

/** All queues, with the messages in them. */
export class QueueDirectory {
  readonly #cloud: Cloud;
  readonly #folder: string;
  readonly #queues = new Map<string, Queue>();
  #store: MessageStore;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#folder = join(cloud.stateFolder, 'sqs');
    this.#store = new MessageStore(join(this.#folder, FILE));
  }

  add(settings: QueueSettings): Queue {
    const arn = `arn:aws:sqs:${this.#cloud.region}:${this.#cloud.accountId}:${settings.name}`;
    const deadLetters = () => this.#find(settings.redrive?.deadLetterTargetArn.split(':').at(-1) ?? '');
    const queue = new Queue(arn, settings, () => this.#store, this.#cloud.clock, deadLetters);
    this.#queues.set(settings.name, queue);
    return queue;
  }

  has(name: string): boolean {
    return this.#queues.has(name);
  }

  urlOf(queue: Queue): string {
    return `${this.#cloud.url}/${this.#cloud.accountId}/${queue.name}`;
  }

  /** @throws AwsError QueueDoesNotExist */
  byUrl(url: string): Queue {
    const found = this.#find(url.split('/').at(-1) ?? '');
    if (!found) throw queueDoesNotExist();
    return found;
  }

  byArn(arn: string): Queue | undefined {
    const found = this.#find(arn.split(':').at(-1) ?? '');
    return found?.arn === arn ? found : undefined;
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  /** Queues whose messages go to this one once they have been received too often. */
  sourcesOf(queue: Queue): Queue[] {
    return this.all().filter(({ settings }) => settings.redrive?.deadLetterTargetArn === queue.arn);
  }

  /** What needs all queues to be known. @throws DeploymentError */
  start(): void {
    for (const queue of this.#queues.values()) this.#checkRedrive(queue);
    this.#store.keepOnly([...this.#queues.keys()]);
  }

  /** Runs what writes more than once as one write. */
  transaction<T>(call: () => T): T {
    return this.#store.transaction(call);
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    this.#store.copyTo(join(folder, FILE));
  }

  restore(folder: string): void {
    const path = join(this.#folder, FILE);
    this.#store.close();
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
    const kept = join(folder, FILE);
    if (existsSync(kept)) copyFileSync(kept, path);
    this.#store = new MessageStore(path);
    for (const queue of this.#queues.values()) queue.wakeups.reset();
  }

  stop(): void {
    this.#store.close();
  }

  #find(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  #checkRedrive(queue: Queue): void {
    const { redrive, fifo } = queue.settings;
    if (!redrive) return;
    const target = this.byArn(redrive.deadLetterTargetArn);
    const refuse = (reason: string) =>
      new DeploymentError(`queue ${queue.name}: RedrivePolicy is invalid. Reason: ${reason}`);
    if (!target) throw refuse(`Dead letter target does not exist: ${redrive.deadLetterTargetArn}.`);
    if (target.settings.fifo !== fifo) {
      throw refuse('Dead-letter queue must be same type of queue as the source.');
    }
    const { redrivePermission = 'allowAll', sourceQueueArns = [] } = target.settings.redriveAllow ?? {};
    const isAllowed =
      redrivePermission === 'allowAll' || (redrivePermission === 'byQueue' && sourceQueueArns.includes(queue.arn));
    if (!isAllowed) throw refuse(`the RedriveAllowPolicy of ${target.name} doesn't allow it.`);
  }
}
