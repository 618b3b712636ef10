import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { SupportedFaults } from '../faults.ts';
import type { Principal } from '../iam/principal.ts';
import { jsonInput } from '../json-input.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { Deliveries } from './deliveries.ts';
import { descriptionOf } from './description.ts';
import { failed, streamNotFound, throttled, validation } from './errors.ts';
import { members } from './input.ts';
import type { Members } from './input.ts';
import type { FirehosePorts } from './ports.ts';
import type { DeliveryStream } from './stream.ts';
import { streamSettings } from './stream-settings.ts';

const target = 'Firehose_20150804.';
/** Bytes. */
const largestRecord = 1000 * 1024;
const largestBatch = 4 * 1024 ** 2;
const mostRecords = 500;

const onCalls = ['throttle', 'latency', 'error', 'crashAfterCommit'] as const;

type Put = 'PutRecord' | 'PutRecordBatch';
type Entry = { readonly RecordId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** Amazon Data Firehose: streams that are put to directly and deliver to buckets. */
export class Firehose implements Service {
  readonly name = 'firehose';
  readonly resourceTypes = {
    'AWS::KinesisFirehose::DeliveryStream': (declared: DeclaredResource) => this.#deploy(declared),
  };
  readonly faults: SupportedFaults = {
    PutRecord: onCalls,
    PutRecordBatch: onCalls,
    // Of a batch single records fail, the others don't.
    PutRecordBatchEntry: ['throttle', 'error'],
    Deliver: ['duplicate'],
  };
  readonly #cloud: Cloud;
  readonly #ports: FirehosePorts;
  readonly #arnPrefix: string;
  /** By name. */
  readonly #streams = new Map<string, DeliveryStream>();
  readonly #deliveries: Deliveries;

  constructor(cloud: Cloud, ports: FirehosePorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#arnPrefix = `arn:aws:firehose:${cloud.region}:${cloud.accountId}:deliverystream/`;
    this.#deliveries = new Deliveries(cloud, ports, this.#streams);
  }

  /** @throws DeploymentError for a role that Firehose can't assume, as CreateDeliveryStream refuses it */
  start(): void {
    for (const { name, arn, roleArn } of this.#streams.values()) {
      try {
        this.#ports.roleSession(roleArn, name, 'firehose.amazonaws.com', arn);
      } catch (cause) {
        const message = `Firehose is unable to assume role ${roleArn}. Please check the role provided.`;
        throw new DeploymentError(`delivery stream ${name}: ${message}`, { cause });
      }
    }
    this.#deliveries.wake();
  }

  /**
   * Puts records into a stream, as PutRecord and PutRecordBatch do. They are on disk when it returns.
   * @param streamArn ARN or name
   * @throws AwsError ResourceNotFoundException, AccessDeniedException, ValidationException …
   */
  async put(principal: Principal, streamArn: string, records: readonly Uint8Array[], as: Put): Promise<Entry[]> {
    const name = streamArn.slice(streamArn.lastIndexOf('/') + 1);
    this.#ports.authorize(principal, `firehose:${as}`, `${this.#arnPrefix}${name}`);
    const stream = this.#find(name);
    refuseLarge(records, as);
    // The administrator inspects and repairs; usage is what the product's own roles cause.
    const end = principal.kind === 'role' ? this.#cloud.usage.begin('firehose', as, principal) : () => undefined;
    try {
      return await this.#cloud.faults.around('firehose', as, { throttled, failed }, () =>
        this.#accept(stream, records, as),
      );
    } finally {
      end();
    }
  }

  /** What CloudWatch is told of a stream; null: nothing; undefined: it isn't measured here, or there is no such stream. */
  metric(streamName: string, metric: string): number | null | undefined {
    if (!this.#streams.has(streamName) || metric !== 'DeliveryToS3.DataFreshness') return undefined;
    return this.#deliveries.freshness(streamName);
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    const operation = request.headers['x-amz-target'];
    if (!operation?.startsWith(target)) return false;
    try {
      const principal = this.#ports.authenticate(request);
      const input = jsonInput(request.body, members);
      send(response, 200, await this.#run(operation.slice(target.length), principal, input));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      send(response, error.status, { __type: error.code, message: error.message });
    }
    return true;
  }

  idle(): Promise<void> {
    return this.#deliveries.idle();
  }

  snapshot(folder: string): void {
    this.#deliveries.snapshot(folder);
  }

  restore(folder: string): Promise<void> {
    return this.#deliveries.restore(folder);
  }

  stop(): Promise<void> {
    return this.#deliveries.stop();
  }

  async #run(operation: string, principal: Principal, input: Members): Promise<Readonly<Record<string, unknown>>> {
    const { DeliveryStreamName: name } = input;
    if (name === undefined) throw validation('deliveryStreamName', 'Member must not be null');
    if (operation === 'PutRecord') {
      const [entry] = await this.put(principal, name, [dataOf(input.Record, 'record.data')], 'PutRecord');
      return { ...entry, Encrypted: this.#find(name).encrypted };
    }
    if (operation === 'PutRecordBatch') {
      const { Records: records = [] } = input;
      if (records.length === 0 || records.length > mostRecords) {
        const least = records.length === 0;
        throw validation(
          'records',
          `Member must have length ${least ? 'greater than or equal to 1' : `less than or equal to ${mostRecords}`}`,
        );
      }
      const data = records.map((record, index) => dataOf(record, `records.${index + 1}.member.data`));
      const entries = await this.put(principal, name, data, 'PutRecordBatch');
      const failures = entries.filter((entry) => 'ErrorCode' in entry).length;
      return { FailedPutCount: failures, Encrypted: this.#find(name).encrypted, RequestResponses: entries };
    }
    if (operation === 'DescribeDeliveryStream') {
      this.#ports.authorize(principal, 'firehose:DescribeDeliveryStream', `${this.#arnPrefix}${name}`);
      return { DeliveryStreamDescription: descriptionOf(this.#find(name)) };
    }
    const message = `The local Firehose doesn't run ${operation}: its streams are those of the template.`;
    throw new AwsError('UnknownOperationException', message);
  }

  #accept(stream: DeliveryStream, records: readonly Uint8Array[], as: Put): Entry[] {
    const accepted: Uint8Array[] = [];
    const entries = records.map((record): Entry => {
      const failure = as === 'PutRecordBatch' ? this.#entryFailure() : undefined;
      if (failure) return { ErrorCode: failure.code, ErrorMessage: failure.message };
      accepted.push(record);
      return { RecordId: randomBytes(112).toString('base64') };
    });
    this.#deliveries.add(stream, accepted);
    return entries;
  }

  #entryFailure(): AwsError | undefined {
    const fault = this.#cloud.faults.strike('firehose', 'PutRecordBatchEntry', ['throttle', 'error']);
    return fault && (fault === 'throttle' ? throttled() : failed());
  }

  #find(name: string): DeliveryStream {
    const stream = this.#streams.get(name);
    if (!stream) throw streamNotFound(name, this.#cloud.accountId);
    return stream;
  }

  #deploy(declared: DeclaredResource): DeployedResource {
    const settings = streamSettings(declared);
    const { name } = settings;
    if (this.#streams.has(name))
      throw new DeploymentError(`${declared.address}: delivery stream ${name} already exists`);
    const arn = `${this.#arnPrefix}${name}`;
    this.#streams.set(name, { ...settings, arn, created: this.#cloud.clock.now() });
    return { ref: name, attributes: { Arn: arn } };
  }
}

function dataOf(record: Members['Record'], member: string): Uint8Array {
  if (record?.Data === undefined) throw validation(member, 'Member must not be null');
  if (record.Data.length > largestRecord) {
    throw validation(member, `Member must have length less than or equal to ${largestRecord}`);
  }
  return record.Data;
}

function refuseLarge(records: readonly Uint8Array[], as: Put): void {
  if (records.some(({ length }) => length > largestRecord)) {
    throw validation('record.data', `Member must have length less than or equal to ${largestRecord}`);
  }
  const bytes = records.reduce((sum, { length }) => sum + length, 0);
  if (as === 'PutRecordBatch' && bytes > largestBatch) {
    throw new AwsError('InvalidArgumentException', 'Records size exceeds 4 MB limit');
  }
}

function send(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'content-length': bytes.length });
  response.end(bytes);
}
