import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { startLocalCloud, type LocalCloud } from '../../../local/start.ts';
import { headerClient, type Client } from '../../support/client.ts';

/** The app of `orders/`, synthesized and running. */
export interface RunningOrders {
  readonly cloud: LocalCloud;
  /** What an engineer would have seen in the terminal. */
  readonly printed: readonly string[];
  /** Whoever holds the API key. */
  readonly anybody: Client;
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBDocumentClient;
  /** A stack output. */
  readonly output: (key: string) => string;
  /** Items of a table by the output that names it, in the order of their texts. */
  readonly items: (tableOutput: string) => Promise<Record<string, unknown>[]>;
  /** Pulls a lever. */
  readonly lever: (method: string, name: string, body?: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const account = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

export async function startOrders(): Promise<RunningOrders> {
  const folder = mkdtempSync(join(tmpdir(), 'orders-'));
  const assembly = join(folder, 'cdk.out');
  const env = { ...process.env, CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' };
  execFileSync(process.execPath, ['test/local/apps/orders/app.ts'], { env });
  const printed: string[] = [];
  const cloud = await startLocalCloud({
    assembly,
    stateFolder: join(folder, 'state'),
    port: 0,
    print: (line) => printed.push(line),
  });
  await cloud.markReady();
  const client = { ...account, endpoint: cloud.url };
  const clients = [new LambdaClient(client), new SQSClient(client), new DynamoDBClient(client)] as const;
  const [lambda, sqs] = clients;
  const dynamodb = DynamoDBDocumentClient.from(clients[2]);
  const output = (key: string): string => cloud.outputs['Orders']?.[key] ?? '';
  return {
    cloud,
    printed,
    anybody: headerClient(output('GraphqlUrl'), { 'x-api-key': output('ApiKey') }),
    lambda,
    sqs,
    dynamodb,
    output,
    items: async (tableOutput) => {
      const scan = new ScanCommand({ TableName: output(tableOutput), ConsistentRead: true });
      const { Items: items = [] } = await dynamodb.send(scan);
      return items.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    },
    lever: async (method, name, body) => {
      const response = await fetch(`${cloud.url}/_local/${name}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      if (response.ok) return answer;
      throw new Error(`${method} ${name}: ${JSON.stringify(answer)}`);
    },
    stop: async () => {
      for (const one of clients) one.destroy();
      await cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
