import type { StreamRecord, Streams, StreamShard } from '../../event-source/ports.ts';
import type { Iam } from '../../iam/iam.ts';
import type { Principal } from '../../iam/principal.ts';
import { idOf } from './sequence-number.ts';
import type { TableStreams } from './table-streams.ts';

export interface StreamReadPorts {
  readonly authorize: Iam['authorize'];
  tableArn(table: string): string;
  /** Runs a read as the faults that are planned for it let it go. */
  faulty<T>(operation: string, call: () => T): Promise<T>;
}

/** The streams as pollers read them: each call with their role's permissions. */
export class PolledStreams implements Streams {
  readonly #streams: TableStreams;
  readonly #ports: StreamReadPorts;

  constructor(streams: TableStreams, ports: StreamReadPorts) {
    this.#streams = streams;
    this.#ports = ports;
  }

  shards(principal: Principal, streamArn: string): readonly StreamShard[] {
    this.#ports.authorize(principal, 'dynamodb:DescribeStream', streamArn);
    return this.#streams.shards(streamArn);
  }

  async records(
    principal: Principal,
    streamArn: string,
    shardId: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly StreamRecord[]> {
    this.#ports.authorize(principal, 'dynamodb:GetShardIterator', streamArn);
    this.#ports.authorize(principal, 'dynamodb:GetRecords', streamArn);
    return this.#ports.faulty('GetRecords', () =>
      this.#streams.read(streamArn, shardId, after ? idOf(after) : 0, limit),
    );
  }

  latest(streamArn: string, shardId: string): string | undefined {
    return this.#streams.latest(streamArn, shardId);
  }

  watch(streamArn: string, onChange: () => void): () => void {
    return this.#streams.watch(streamArn, onChange);
  }
}
