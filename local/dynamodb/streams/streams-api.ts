import type { Cloud } from '../../cloud.ts';
import { AwsError } from '../../errors.ts';
import type { Principal } from '../../iam/principal.ts';
import { idOf } from './sequence-number.ts';
import { readIterator, writeIterator } from './shard-iterator.ts';
import type { TableStream } from './table-stream.ts';
import type { StreamReadPorts } from './polled-streams.ts';
import type { TableStreams } from './table-streams.ts';

type Message = Readonly<Record<string, unknown>>;

const longestList = 100;
const longestPage = 1000;

/** The API of DynamoDB Streams, as SDKs speak it. */
export class StreamsApi {
  readonly #cloud: Cloud;
  readonly #streams: TableStreams;
  readonly #ports: StreamReadPorts;
  readonly #operations: Readonly<Record<string, (principal: Principal, input: Message) => Message | Promise<Message>>> =
    {
      ListStreams: (principal, input) => this.#listStreams(principal, input),
      DescribeStream: (principal, input) => this.#describeStream(principal, input),
      GetShardIterator: (principal, input) => this.#getShardIterator(principal, input),
      GetRecords: (principal, input) => this.#getRecords(principal, input),
    };

  constructor(cloud: Cloud, streams: TableStreams, ports: StreamReadPorts) {
    this.#cloud = cloud;
    this.#streams = streams;
    this.#ports = ports;
  }

  async execute(principal: Principal, operation: string, input: Message): Promise<Message> {
    const run = Object.hasOwn(this.#operations, operation) ? this.#operations[operation] : undefined;
    if (!run) throw new AwsError('UnknownOperationException', 'An unknown operation was requested.');
    return run(principal, input);
  }

  #listStreams(principal: Principal, input: Message): Message {
    const { TableName: table, ExclusiveStartStreamArn: start } = input;
    // A policy names all streams of a table, or everything.
    this.#ports.authorize(
      principal,
      'dynamodb:ListStreams',
      typeof table === 'string' ? `${this.#ports.tableArn(table)}/stream/*` : '*',
    );
    const all = this.#streams.list().filter(({ state }) => table === undefined || state.table === table);
    const rest = all.slice(all.findIndex(({ arn }) => arn === start) + 1);
    const streams = rest.slice(0, limitOf(input, longestList));
    return {
      Streams: streams.map(({ arn, state }) => ({ StreamArn: arn, TableName: state.table, StreamLabel: state.label })),
      ...(streams.length < rest.length && { LastEvaluatedStreamArn: streams.at(-1)?.arn }),
    };
  }

  #describeStream(principal: Principal, input: Message): Message {
    const stream = this.#stream(principal, 'DescribeStream', input['StreamArn']);
    const { state, arn } = stream;
    const filter = input['ShardFilter'] as { Type?: string; ShardId?: string } | undefined;
    const all = this.#streams
      .shards(arn)
      .filter(({ parentShardId }) => filter?.Type !== 'CHILD_SHARDS' || parentShardId === filter.ShardId);
    const rest = all.slice(all.findIndex(({ shardId }) => shardId === input['ExclusiveStartShardId']) + 1);
    const shards = rest.slice(0, limitOf(input, longestList));
    return {
      StreamDescription: {
        StreamArn: arn,
        StreamLabel: state.label,
        StreamStatus: stream.isEnabled ? 'ENABLED' : 'DISABLED',
        StreamViewType: state.viewType,
        CreationRequestDateTime: state.enabledAt / 1000,
        TableName: state.table,
        KeySchema: state.keySchema,
        Shards: shards.map(({ shardId, parentShardId, startingSequenceNumber, endingSequenceNumber }) => ({
          ShardId: shardId,
          SequenceNumberRange: {
            StartingSequenceNumber: startingSequenceNumber,
            ...(endingSequenceNumber && { EndingSequenceNumber: endingSequenceNumber }),
          },
          ...(parentShardId && { ParentShardId: parentShardId }),
        })),
        ...(shards.length < rest.length && { LastEvaluatedShardId: shards.at(-1)?.shardId }),
      },
    };
  }

  #getShardIterator(principal: Principal, input: Message): Message {
    const stream = this.#stream(principal, 'GetShardIterator', input['StreamArn']);
    const shardId = shardOf(stream, input['ShardId']);
    const after = this.#startOf(stream, shardId, input['ShardIteratorType'], input['SequenceNumber']);
    const madeAt = this.#cloud.clock.now();
    return { ShardIterator: writeIterator({ streamArn: stream.arn, shardId, after, madeAt }) };
  }

  /** Id of the record after which the iterator begins. */
  #startOf(stream: TableStream, shardId: string, type: unknown, sequenceNumber: unknown): number {
    const isExact = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
    if (!isExact && type !== 'TRIM_HORIZON' && type !== 'LATEST') throw invalid('Invalid ShardIteratorType.');
    if (!isExact && sequenceNumber !== undefined) {
      throw invalidValue('SequenceNumber should not be passed for this iterator type');
    }
    if (type === 'TRIM_HORIZON') return 0;
    if (type === 'LATEST') return idOf(this.#streams.latest(stream.arn, shardId) ?? '0');
    if (typeof sequenceNumber !== 'string' || !/^\d{21,40}$/.test(sequenceNumber)) {
      throw invalidValue('Invalid SequenceNumber');
    }
    const id = idOf(sequenceNumber);
    this.#refuseTrimmed(stream, shardId, id);
    return type === 'AT_SEQUENCE_NUMBER' ? id - 1 : id;
  }

  #refuseTrimmed(stream: TableStream, shardId: string, id: number): void {
    const forgotten = stream.forgottenUpTo(shardId, this.#cloud.clock.now());
    if (id > forgotten) return;
    throw new AwsError(
      'TrimmedDataAccessException',
      'The requested sequence number is beyond the trim horizon: the record is older than 24 hours.',
    );
  }

  async #getRecords(principal: Principal, input: Message): Promise<Message> {
    const limit = limitOf(input, longestPage);
    const now = this.#cloud.clock.now();
    const { streamArn, shardId, after } = readIterator(input['ShardIterator'], now);
    const stream = this.#stream(principal, 'GetRecords', streamArn);
    shardOf(stream, shardId);
    return this.#ports.faulty('GetRecords', () => {
      const records = this.#streams.read(streamArn, shardId, after, limit);
      const last = records.at(-1);
      const next = last ? idOf(last.dynamodb.SequenceNumber) : after;
      // A closed shard that was read to its end has no next one.
      const isAtEnd = stream.isReadToEnd(shardId, next);
      return {
        Records: records.map(({ eventSourceARN: _, ...record }) => record),
        ...(!isAtEnd && { NextShardIterator: writeIterator({ streamArn, shardId, after: next, madeAt: now }) }),
      };
    });
  }

  #stream(principal: Principal, operation: string, arn: unknown): TableStream {
    if (typeof arn !== 'string') throw invalid('Invalid StreamArn');
    this.#ports.authorize(principal, `dynamodb:${operation}`, arn);
    return this.#streams.find(arn);
  }
}

function shardOf(stream: TableStream, shardId: unknown): string {
  if (typeof shardId === 'string' && stream.has(shardId)) return shardId;
  throw new AwsError('ResourceNotFoundException', 'Shard does not exist');
}

function limitOf({ Limit: limit = Infinity }: Message, most: number): number {
  if (typeof limit !== 'number' || limit < 1) {
    throw invalid(
      `1 validation error detected: Value '${String(limit)}' at 'limit' failed to satisfy constraint: ` +
        'Member must have value greater than or equal to 1',
    );
  }
  if (limit !== Infinity && limit > most) throw invalidValue(`Limit should be less than or equal to ${most}`);
  return Math.min(limit, most);
}

function invalidValue(what: string): AwsError {
  return invalid(`One or more parameter values were invalid: ${what}`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
