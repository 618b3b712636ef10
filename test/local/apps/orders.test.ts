import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LiveConnection } from '../../support/live-connection.ts';
import { signedClient } from '../../support/signed-client.ts';
import { startOrders, type RunningOrders } from './running-orders.ts';

let orders: RunningOrders;

beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders.stop());
beforeEach(() => orders.lever('POST', 'reset'));

const PLACE = `mutation ($id: ID!, $customer: String!, $cents: Int!) {
  placeOrder(id: $id, customer: $customer, cents: $cents) { id customer cents placedAt }
}`;

const place = (id: string, customer = 'ann', cents = 1250) => orders.anybody.run(PLACE, { id, customer, cents });
const idle = () => orders.lever('POST', 'idle', { timeoutMs: 20_000 });
const advance = (duration: string) => orders.lever('PUT', 'clock', { advance: duration });

describe('an order that was placed', () => {
  it('passes stream, Pipe, bus, rule and queue to the function that ships it', async () => {
    await place('o-1');
    await idle();
    expect(await orders.items('ShipmentsTableName')).toEqual([{ id: 'o-1', note: 'order o-1 of ann' }]);
    expect(await orders.lever('GET', 'events?detailType=order.placed')).toMatchObject([
      { bus: orders.output('BusName'), source: 'orders', detail: { id: 'o-1', customer: 'ann', cents: 1250 } },
    ]);
  });

  it('is shipped once by what it leaves, also where each delivery comes twice and in another order', async () => {
    for (const fault of [
      { service: 'sqs', operation: 'ReceiveMessage', kind: 'duplicate', count: 5 },
      { service: 'sqs', operation: 'ReceiveMessage', kind: 'reorder', count: 5 },
    ]) {
      await orders.lever('POST', 'faults', fault);
    }
    for (let number = 0; number < 30; number += 1) await place(`o-${number}`);
    await idle();
    expect(await orders.items('ShipmentsTableName')).toHaveLength(30);
    const struck = (await orders.lever('DELETE', 'faults')) as { struck: number }[];
    expect(struck.map((fault) => fault.struck > 0)).toEqual([true, true]);
  });

  it('is shipped although writes are throttled and functions fail before and after their work', async () => {
    for (const fault of [
      { service: 'dynamodb', operation: 'BatchWriteItem', kind: 'throttle', count: 2 },
      { service: 'lambda', operation: 'Invoke', kind: 'error', count: 3 },
      { service: 'lambda', operation: 'Invoke', kind: 'crashAfterCommit', count: 3 },
    ]) {
      await orders.lever('POST', 'faults', fault);
    }
    for (let number = 0; number < 20; number += 1) await place(`o-${number}`);
    await idle();
    // What failed behind the queue is visible again after its time.
    for (let turn = 0; turn < 2; turn += 1) {
      await advance('PT61S');
      await idle();
    }
    const shipped = await orders.items('ShipmentsTableName');
    const dead = await orders.sqs.send(new ReceiveMessageCommand({ QueueUrl: orders.output('DeadLettersUrl') }));
    expect(shipped.length + (dead.Messages?.length ?? 0)).toBeGreaterThanOrEqual(20);
    const struck = (await orders.lever('DELETE', 'faults')) as { struck: number }[];
    expect(struck.every((fault) => fault.struck > 0)).toBe(true);
  });

  it('by a customer who is never served is set aside after two attempts, and keeps nobody else waiting', async () => {
    await place('o-1', 'poison');
    await place('o-2', 'ben');
    await idle();
    expect(await orders.items('ShipmentsTableName')).toEqual([{ id: 'o-2', note: 'order o-2 of ben' }]);
    for (let turn = 0; turn < 2; turn += 1) {
      await advance('PT61S');
      await idle();
    }
    const { Messages: dead = [] } = await orders.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: orders.output('DeadLettersUrl') }),
    );
    expect(dead.map(({ Body }) => JSON.parse(Body ?? '') as unknown)).toEqual([
      { id: 'o-1', customer: 'poison', note: 'order o-1 of poison' },
    ]);
  });

  it('is part of its minute’s turnover once the minute is over', async () => {
    await place('o-1', 'ann', 1000);
    await place('o-2', 'ben', 250);
    await idle();
    expect(await orders.items('TurnoversTableName')).toEqual([]);
    await advance('PT2M');
    await idle();
    const turnovers = (await orders.items('TurnoversTableName')) as { cents: number }[];
    expect(turnovers.reduce((sum, { cents }) => sum + cents, 0)).toBe(1250);
  });

  it('is forgotten after a day by the time to live, and that is no order', async () => {
    await place('o-1');
    await idle();
    await advance('P2D');
    await idle();
    expect(await orders.items('OrdersTableName')).toEqual([]);
    expect(await orders.items('ShipmentsTableName')).toHaveLength(1);
    expect(await orders.lever('GET', 'events')).toHaveLength(1);
  });

  it.each(['P40D', 'P-40D'])(
    'is forgotten after a day also where the clock was moved by %s before',
    async (duration) => {
      await advance(duration);
      await idle();
      await orders.lever('POST', 'reset');
      await place('o-1');
      await idle();
      await advance('P2D');
      await idle();
      expect(await orders.items('OrdersTableName')).toEqual([]);
    },
  );

  it('twice by the same id is refused the second time, and by a negative price at once', async () => {
    await place('o-1');
    expect(await orders.anybody.ask(PLACE, { id: 'o-1', customer: 'ann', cents: 1 })).toMatchObject({
      data: { placeOrder: null },
      errors: [{ path: ['placeOrder'], errorType: 'DynamoDB:ConditionalCheckFailedException' }],
    });
    expect(await orders.anybody.ask(PLACE, { id: 'o-2', customer: 'ann', cents: -1 })).toMatchObject({
      errors: [{ errorType: 'Validation', message: 'An order costs something.', errorInfo: { field: 'cents' } }],
    });
  });

  it('reaches who subscribed to such prices, and nobody else', async () => {
    const key = { 'x-api-key': orders.output('ApiKey') };
    const [rich, all] = [
      await LiveConnection.open(orders.output('GraphqlUrl'), key),
      await LiveConnection.open(orders.output('GraphqlUrl'), key),
    ];
    const subscription = 'subscription ($least: Int) { onOrderPlaced(atLeastCents: $least) { id cents customer } }';
    const expensive = await rich.start(subscription, { least: 5000 });
    const any = await all.start('subscription { onOrderPlaced { id cents customer } }', {});
    await place('o-1', 'ann', 100);
    await place('o-2', 'ben', 9000);
    expect(await expensive.next()).toEqual({ onOrderPlaced: { id: 'o-2', cents: 9000, customer: 'ben' } });
    expect(await any.next()).toEqual({ onOrderPlaced: { id: 'o-1', cents: 100, customer: 'ann' } });
    expect(rich.received()).toEqual([]);
    rich.close();
    all.close();
  });
});

describe('AppSync', () => {
  it('asks the function once for the shipping of all orders of a page', async () => {
    for (const [id, cents] of [
      ['o-1', 100],
      ['o-2', 9000],
      ['o-3', 200],
    ] as const) {
      await place(id, 'ann', cents);
    }
    await idle();
    await orders.lever('DELETE', 'usage');
    const { orders: page } = await orders.anybody.run<{ orders: { items: unknown[] } }>(
      '{ orders(customer: "ann") { items { id shipping { carrier days } } } }',
    );
    expect(page.items).toHaveLength(3);
    expect(page.items).toContainEqual({ id: 'o-2', shipping: { carrier: 'courier', days: 1 } });
    expect(await orders.lever('GET', 'usage')).toMatchObject({ byOperation: { 'lambda:Invoke': { requests: 1 } } });
  });

  it('shows the error of one order beside the shipping of the others', async () => {
    await place('o-1', 'ann', 13);
    await place('o-2', 'ann', 100);
    const answer = await orders.anybody.ask('{ orders(customer: "ann") { items { id shipping { carrier } } } }');
    expect(answer).toMatchObject({
      data: {
        orders: {
          items: expect.arrayContaining([
            { id: 'o-1', shipping: null },
            { id: 'o-2', shipping: { carrier: 'post' } },
          ]) as unknown,
        },
      },
      errors: [{ errorType: 'Carrier', message: 'Nobody carries that.' }],
    });
  });

  it('answers from the resolver’s cache for a minute, or until that is evicted', async () => {
    const quote = async (cents: number) => {
      const answer = await orders.anybody.run<{ quote: { at: string } }>(
        'query ($cents: Int!) { quote(cents: $cents) { at } }',
        { cents },
      );
      return answer.quote.at;
    };
    const first = await quote(5);
    expect([await quote(5), (await quote(6)) === first]).toEqual([first, false]);
    await advance('PT59S');
    expect(await quote(5)).toBe(first);
    await advance('PT2S');
    const second = await quote(5);
    expect(second).not.toBe(first);
    await orders.anybody.run('mutation { forgetQuote(cents: 5) }');
    expect(await quote(5)).not.toBe(second);
  });

  it('puts events on a bus', async () => {
    const { announce } = await orders.anybody.run<{ announce: { id: string; text: string } }>(
      'mutation { announce(text: "Sale") { id text } }',
    );
    expect(announce.text).toBe('Sale');
    expect(await orders.lever('GET', 'events?source=orders.api')).toMatchObject([
      { id: announce.id, detailType: 'announced', detail: { text: 'Sale' } },
    ]);
  });

  it('knows who signed', async () => {
    expect(await signedClient(orders.output('GraphqlUrl')).run('{ audit }')).toEqual({
      audit: 'arn:aws:iam::000000000000:root',
    });
    expect(await orders.anybody.ask('{ audit }')).toMatchObject({ errors: [{ errorType: 'Unauthorized' }] });
  });
});

describe('a receipt', () => {
  interface Form {
    readonly url: string;
    readonly fields: Record<string, string>;
  }

  const formFor = async (orderId: string): Promise<Form> => {
    const { Payload } = await orders.lambda.send(
      new InvokeCommand({
        FunctionName: orders.output('UploadFormFunction'),
        Payload: new TextEncoder().encode(JSON.stringify({ orderId })),
      }),
    );
    return JSON.parse(new TextDecoder().decode(Payload)) as Form;
  };
  const upload = ({ url, fields }: Form, text: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([text], { type: 'text/plain' }));
    return fetch(url, { method: 'POST', body: form });
  };

  it('is uploaded by a form that a function signed, and its size is noted at the shipment', async () => {
    await place('o-1');
    await idle();
    expect((await upload(await formFor('o-1'), 'Paid in full.')).status).toBe(204);
    await idle();
    expect(await orders.items('ShipmentsTableName')).toEqual([
      { id: 'o-1', note: 'order o-1 of ann', receiptBytes: 13 },
    ]);
  });

  it.each([
    ['of more bytes than were signed for', (form: Form) => form, 'x'.repeat(1025), 400, 'EntityTooLarge'],
    ['of none', (form: Form) => form, '', 400, 'EntityTooSmall'],
    [
      'of another order',
      ({ url, fields }: Form) => ({ url, fields: { ...fields, key: 'receipts/o-2.txt' } }),
      'Paid.',
      403,
      'AccessDenied',
    ],
    [
      'of another type',
      ({ url, fields }: Form) => ({ url, fields: { ...fields, 'Content-Type': 'text/html' } }),
      'Paid.',
      403,
      'AccessDenied',
    ],
  ])('%s is refused', async (_, changed, text, status, code) => {
    const answer = await upload(changed(await formFor('o-1')), text);
    expect([answer.status, /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]]).toEqual([status, code]);
  });

  it('by a form that is too old is refused', async () => {
    const form = await formFor('o-1');
    await advance('PT6M');
    expect((await upload(form, 'Paid.')).status).toBe(403);
  });
});
