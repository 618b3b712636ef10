import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { DueWork } from '../due-work.ts';
import { AwsError } from '../errors.ts';
import type { FirehosePorts } from './ports.ts';
import { RecordStore } from './record-store.ts';
import type { Batch } from './record-store.ts';
import { versionId } from './stream.ts';
import type { DeliveryStream } from './stream.ts';

const FILE = 'records.sqlite';
/** Milliseconds for which Firehose keeps what it can't deliver. */
const keptMs = 86_400_000;
const firstRetryMs = 1000;
const longestRetryMs = 300_000;

/** Buffers the records of streams and puts them into buckets, at least once each. */
export class Deliveries {
  readonly #cloud: Cloud;
  readonly #ports: FirehosePorts;
  readonly #streams: ReadonlyMap<string, DeliveryStream>;
  readonly #store: RecordStore;
  readonly #work: DueWork;

  /** @param streams by name */
  constructor(cloud: Cloud, ports: FirehosePorts, streams: ReadonlyMap<string, DeliveryStream>) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#streams = streams;
    this.#store = new RecordStore(join(cloud.stateFolder, 'firehose', FILE));
    this.#work = new DueWork({ clock: cloud.clock, next: () => this.#next(), run: () => this.#run() });
  }

  /** They are on disk when this returns. */
  add({ name, bufferBytes }: DeliveryStream, records: readonly Uint8Array[]): void {
    const now = this.#cloud.clock.now();
    this.#store.transaction(() => {
      for (const record of records) {
        if (this.#store.add(name, record, now).bytes >= bufferBytes) this.#store.seal(name, now);
      }
    });
    this.wake();
  }

  /** Seconds for which the oldest record of a stream waits; null: none does. */
  freshness(stream: string): number | null {
    const oldest = this.#store.oldest(stream);
    return oldest === undefined ? null : Math.floor((this.#cloud.clock.now() - oldest) / 1000);
  }

  /** Begins with what is due. */
  wake(): void {
    this.#work.wake();
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    this.#store.copyTo(join(folder, FILE));
  }

  async restore(folder: string): Promise<void> {
    await this.idle();
    this.#store.replaceBy(join(folder, FILE));
    this.wake();
  }

  async stop(): Promise<void> {
    await this.#work.stop();
    this.#store.close();
  }

  async #run(): Promise<void> {
    while (!this.#work.isStopped) {
      this.#sealDue();
      const batch = this.#store.due(this.#cloud.clock.now());
      if (!batch) return;
      await this.#deliver(batch);
      // Lets requests through between.
      await nextTurn();
    }
  }

  #sealDue(): void {
    const now = this.#cloud.clock.now();
    for (const { name, bufferMs } of this.#streams.values()) {
      const { oldest } = this.#store.buffered(name);
      if (oldest === undefined || oldest + bufferMs > now) continue;
      this.#store.transaction(() => this.#store.seal(name, now));
    }
  }

  async #deliver(batch: Batch): Promise<void> {
    const stream = this.#streams.get(batch.stream);
    // The template has it no more.
    if (!stream) {
      this.#store.remove(batch);
      return;
    }
    try {
      const times = this.#cloud.faults.strike('firehose', 'Deliver', ['duplicate']) ? 2 : 1;
      for (let count = 0; count < times; count += 1) await this.#put(stream, batch);
      this.#store.remove(batch);
    } catch (error) {
      this.#fail(stream, batch, error);
    }
  }

  async #put(stream: DeliveryStream, batch: Batch): Promise<void> {
    const { roleArn, bucketArn, prefix, moment, fileExtension, compression, delimiter, keyArn, name, arn } = stream;
    const principal = this.#ports.roleSession(roleArn, name, 'firehose.amazonaws.com', arn);
    const end = Buffer.from(delimiter);
    const content = Buffer.concat(this.#store.recordsOf(batch).flatMap((record) => [record, end]));
    const time = batch.arrivedAt;
    const suffix = `${name}-${versionId}-${moment(time)}-${randomUUID()}${fileExtension}`;
    const encryption = {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': keyArn ?? '',
    };
    await this.#ports.putObject(
      principal,
      { bucketName: bucketArn.slice(bucketArn.lastIndexOf(':') + 1), key: `${prefix(time)}${suffix}` },
      compression === 'GZIP' ? gzipSync(content) : content,
      { 'content-type': 'application/octet-stream', ...(keyArn === undefined ? {} : encryption) },
    );
  }

  /** Tries again later, until the data is a day old; then it is lost, as on AWS. */
  #fail(stream: DeliveryStream, batch: Batch, error: unknown): void {
    const now = this.#cloud.clock.now();
    const isLost = now - batch.arrivedAt >= keptMs;
    const code = error instanceof AwsError ? error.code : 'InternalError';
    const message = error instanceof Error ? error.message : String(error);
    const fate = isLost ? 'its data is lost after 24 hours' : 'it is tried again';
    this.#cloud.log.warn('firehose', `${stream.name}: S3.${code}: ${message} (attempt ${batch.attempts + 1}): ${fate}`);
    this.#writeErrorLog(stream, `S3.${code}`, message);
    if (isLost) this.#store.remove(batch);
    else this.#store.postpone(batch, now + Math.min(firstRetryMs * 2 ** batch.attempts, longestRetryMs));
  }

  #writeErrorLog({ errorLog, roleArn, name, arn, bucketArn }: DeliveryStream, code: string, message: string): void {
    if (!errorLog) return;
    const { region, accountId } = this.#cloud;
    const { group, stream } = errorLog;
    const logArn = `arn:aws:logs:${region}:${accountId}:log-group:${group}:log-stream:${stream}`;
    try {
      const principal = this.#ports.roleSession(roleArn, name, 'firehose.amazonaws.com', arn);
      if (!this.#ports.isAllowed(principal, 'logs:PutLogEvents', logArn)) return;
    } catch {
      // A role that can't be assumed is what is to be told, and can't be.
      return;
    }
    const told = {
      deliveryStreamARN: arn,
      destination: bucketArn,
      deliveryStreamVersionId: Number(versionId),
      message,
      errorCode: code,
    };
    this.#ports.writeLog(group, stream, JSON.stringify(told));
  }

  /** When something is due: an interval that ends, or a batch. */
  #next(): number | undefined {
    const times = [...this.#streams.values()].flatMap(({ name, bufferMs }) => {
      const { oldest } = this.#store.buffered(name);
      return oldest === undefined ? [] : [oldest + bufferMs];
    });
    const batch = this.#store.next();
    if (batch !== undefined) times.push(batch);
    return times.length === 0 ? undefined : Math.min(...times);
  }
}
