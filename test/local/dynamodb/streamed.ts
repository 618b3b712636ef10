import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { StreamRecord, StreamShard } from '../../../local/event-source/ports.ts';
import { serve } from '../iam/server.ts';
import { ADMINISTRATOR, emptyDatabase } from './table.ts';
import type { Answer, Database } from './table.ts';

export interface StreamedDatabase extends Database {
  readonly arn: string;
  /** Runs an operation as the administrator. */
  readonly run: (operation: string, input: Answer) => Promise<Answer>;
  readonly shards: () => readonly StreamShard[];
  /** All records of all shards, in the order of their numbers. */
  readonly records: () => Promise<StreamRecord[]>;
}

/** The table `Data` with a stream of both images. */
export async function streamed(stateFolder?: string, properties: Answer = {}): Promise<StreamedDatabase> {
  const db = emptyDatabase(stateFolder);
  const { attributes } = await db.deploy({
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    ...properties,
  });
  const arn = attributes?.['StreamArn'] ?? '';
  const { streams } = db.dynamodb;
  const shards = () => streams.shards(ADMINISTRATOR, arn);
  return {
    ...db,
    arn,
    run: (operation, input) => db.dynamodb.execute(ADMINISTRATOR, operation, input),
    shards,
    records: async () => {
      const pages = shards().map(({ shardId }) => streams.records(ADMINISTRATOR, arn, shardId, undefined, 1000));
      const all = (await Promise.all(pages)).flat();
      return all.toSorted((one, other) => (numberOf(one) < numberOf(other) ? -1 : 1));
    },
  };
}

export const numberOf = (record: StreamRecord) => record.dynamodb.SequenceNumber;

/** AWS's client of the streams, against this database over HTTP. */
export async function streamsClientOf({ dynamodb }: Database): Promise<DynamoDBStreamsClient> {
  const endpoint = await serve(async (request, response) => {
    if (!(await dynamodb.handle(request, response))) response.writeHead(404).end();
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBStreamsClient({ endpoint, region: 'us-east-1', credentials });
}
