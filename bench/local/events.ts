import { BatchWriteItemCommand, DescribeTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Figure } from './report.ts';
import { childrenMb, residentMb, runOrders, type RunningOrders } from './running-orders.ts';

const RECORDS = 10_000;
const BATCH = 25;
const WRITERS = 8;
const LONGEST_MS = 180_000;

/** Items that are written, and the time until the last one's event has been handled behind Pipe, bus and queue. */
export async function measureEvents(): Promise<Figure[]> {
  const orders = await runOrders();
  const dynamodb = new DynamoDBClient({
    endpoint: orders.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    await dynamodb.send(new DescribeTableCommand({ TableName: orders.output('OrdersTableName') }));
    const before = residentMb(orders.pid);
    const begun = performance.now();
    await write(dynamodb, orders.output('OrdersTableName'));
    const written = performance.now();
    await idle(orders);
    const handled = performance.now();
    const shipped = await count(dynamodb, orders.output('ShipmentsTableName'));
    if (shipped !== RECORDS) throw new Error(`Of ${RECORDS} orders ${shipped} were shipped.`);
    const seconds = (from: number, to: number) => (to - from) / 1000;
    return [
      {
        what: `${RECORDS} records: first write to last effect behind Pipe, bus, queue`,
        value: seconds(begun, handled),
        unit: 's',
        budget: { atMost: 20 },
      },
      { what: 'of it until all were written', value: seconds(begun, written), unit: 's' },
      { what: 'resident memory before', value: before, unit: 'MB' },
      { what: 'resident memory after that', value: residentMb(orders.pid), unit: 'MB', budget: { atMost: 400 } },
      { what: 'and of its children: database, sandbox', value: childrenMb(orders.pid), unit: 'MB' },
    ];
  } finally {
    dynamodb.destroy();
    await orders.stop();
  }
}

async function write(dynamodb: DynamoDBClient, table: string): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < RECORDS) {
      const first = next;
      next += BATCH;
      const puts = Array.from({ length: BATCH }, (_, index) => ({
        PutRequest: {
          Item: {
            id: { S: `order-${first + index}` },
            customer: { S: `customer-${(first + index) % 100}` },
            cents: { N: '1250' },
            placedAt: { S: '2026-11-20T12:00:00Z' },
          },
        },
      }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

async function idle({ url }: RunningOrders): Promise<void> {
  const body = JSON.stringify({ timeoutMs: LONGEST_MS });
  const answer = await fetch(`${url}/_local/idle`, { method: 'POST', body });
  if (answer.status !== 200) throw new Error(`Not idle: ${await answer.text()}`);
}

async function count(dynamodb: DynamoDBClient, table: string): Promise<number> {
  let [counted, from] = [0, undefined as Record<string, never> | undefined];
  do {
    const page = await dynamodb.send(
      new ScanCommand({ TableName: table, Select: 'COUNT', ConsistentRead: true, ExclusiveStartKey: from }),
    );
    counted += page.Count ?? 0;
    from = page.LastEvaluatedKey as typeof from;
  } while (from);
  return counted;
}
