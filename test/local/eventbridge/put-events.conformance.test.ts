import { PutEventsCommand, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import type { PutEventsEntry } from '../../../local/eventbridge/put-events.ts';
import { entry, eventsClient, eventsWith, toQueue } from './account.ts';

const guide = 'eventbridge/latest/userguide/';
const api = 'eventbridge/latest/APIReference/';
const putEvents = `${guide}eb-putevents.html`;
const size = `${guide}eb-putevent-size.html`;
const structure = `${guide}eb-events.html`;
const resultEntry = `${api}API_PutEventsResultEntry.html`;

const valid = entry({ key1: 'value1' });

async function results(...entries: PutEventsEntry[]) {
  return eventsWith({}).put(...entries);
}

documented(
  putEvents,
  'The response Entries array always includes the same number of entries as the request array.',
  async () => {
    const { Entries: entries } = await results(valid, { ...valid, Detail: 'none' }, valid);
    expect(entries).toHaveLength(3);
  },
);

documented(
  putEvents,
  'if an individual entry within a request fails, EventBridge continues processing the rest of the entries in the request.',
  async () => {
    const { put, cloud } = eventsWith({});
    const { FailedEntryCount: failed } = await put({ ...valid, Detail: 'none' }, valid);
    expect(failed).toBe(1);
    expect(cloud.events.list()).toHaveLength(1);
  },
);

documented(
  putEvents,
  'Successful result entries include an Id value, and unsuccessful result entries include ErrorCode and ErrorMessage values.',
  async () => {
    expect(await results(valid, { ...valid, Detail: '[' })).toEqual({
      FailedEntryCount: 1,
      Entries: [
        { EventId: expect.stringMatching(/^[\da-f-]{36}$/) },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      ],
    });
  },
);

documented(putEvents, 'After you call PutEvents, EventBridge assigns each event a unique ID.', async () => {
  const { Entries: entries } = await results(...Array.from({ length: 10 }, () => valid));
  expect(new Set(entries.map((one) => (one as { EventId: string }).EventId)).size).toBe(10);
});

documented(
  putEvents,
  'The PutEvents operation attempts to process all entries in the natural order of the request.',
  async () => {
    const { put, eventbridge, bodies } = eventsWith({
      queues: { q: {} },
      rules: { rule: toQueue('q', { InputPath: '$.detail' }) },
    });
    await put(...[1, 2, 3].map((n) => entry(n === 2 ? { n, more: true } : { n })));
    await eventbridge.idle();
    expect(bodies('q')).toEqual(['{"n":1}', '{"n":2,"more":true}', '{"n":3}']);
  },
);

documented(`${api}API_PutEvents.html`, 'the total entry size must be less than 1MB.', async () => {
  const ofSize = (bytes: number) => ({
    Source: 'app',
    DetailType: 'T',
    Detail: JSON.stringify({ a: 'x'.repeat(bytes - 12) }),
  });
  await expect(results(ofSize(1_048_575))).resolves.toMatchObject({ FailedEntryCount: 0 });
  await expect(results(ofSize(1_048_576))).rejects.toMatchObject({ code: 'ValidationException' });
});

documented(`${api}API_PutEvents.html`, 'PutEvents will only process nested JSON up to 1000 levels deep.', async () => {
  const nested = (levels: number) => ({ ...valid, Detail: '{"a":'.repeat(levels) + '1' + '}'.repeat(levels) });
  await expect(results(nested(1000))).resolves.toMatchObject({ FailedEntryCount: 0 });
  await expect(results(nested(1001))).resolves.toMatchObject({ Entries: [{ ErrorCode: 'MalformedDetail' }] });
});

documented(size, 'If specified, the Time parameter is 14 bytes.', async () => {
  const full = { Source: 'app', DetailType: 'T', Detail: JSON.stringify({ a: 'x'.repeat(1_048_575 - 12) }) };
  await expect(results(full)).resolves.toMatchObject({ FailedEntryCount: 0 });
  await expect(results({ ...full, Time: 0 })).rejects.toMatchObject({ code: 'ValidationException' });
});

documented(
  size,
  'If specified, each entry of the Resources parameter is the number of bytes for its UTF-8 encoded forms.',
  async () => {
    const full = { Source: 'app', DetailType: 'T', Detail: JSON.stringify({ a: 'x'.repeat(1_048_573 - 12) }) };
    await expect(results({ ...full, Resources: ['a'] })).resolves.toMatchObject({ FailedEntryCount: 0 });
    await expect(results({ ...full, Resources: ['é', 'é'] })).rejects.toMatchObject({ code: 'ValidationException' });
  },
);

documented(
  `${api}API_PutEventsRequestEntry.html`,
  'If you include event entries in a request that do not include each of those properties, EventBridge fails that entry.',
  async () => {
    const reason = (name: string) => ({
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    });
    const { Entries: entries } = await results(
      { ...valid, Source: undefined },
      { ...valid, DetailType: undefined },
      { ...valid, Detail: undefined },
    );
    expect(entries).toEqual(['Source', 'DetailType', 'Detail'].map(reason));
  },
);

documented(
  `${api}API_PutEventsRequestEntry.html`,
  'Free-form string, with a maximum of 128 characters, used to decide what fields to expect in the event detail.',
  async () => {
    const { Entries: entries } = await results(
      { ...valid, DetailType: 'x'.repeat(128) },
      { ...valid, DetailType: 'x'.repeat(129) },
    );
    expect(entries).toMatchObject([{ EventId: expect.any(String) }, { ErrorCode: 'InvalidArgument' }]);
  },
);

documented(
  `${api}API_PutEventsRequestEntry.html`,
  'If no time stamp is provided, the time stamp of the PutEvents call is used.',
  async () => {
    const { put, cloud } = eventsWith({});
    await put(valid, { ...valid, Time: '2016-01-14T01:02:03Z' });
    const now = new Date(cloud.clock.time).toISOString().replace(/\.\d+/, '');
    expect(cloud.events.list().map(({ time }) => time)).toEqual([now, '2016-01-14T01:02:03Z']);
  },
);

documented(`${api}API_PutEventsRequestEntry.html`, 'If you omit this, the default event bus is used.', async () => {
  const { put, cloud } = eventsWith({ buses: ['own'] });
  const arn = 'arn:aws:events:us-east-1:000000000000:event-bus/own';
  await put(valid, { ...valid, EventBusName: 'own' }, { ...valid, EventBusName: arn });
  expect(cloud.events.list().map(({ bus }) => bus)).toEqual(['default', 'own', 'own']);
});

documented(
  `${api}API_PutEventsRequestEntry.html`,
  'Only the rules that are associated with this event bus are used to match the event.',
  async () => {
    const { put, cloud } = eventsWith({
      buses: ['own'],
      rules: { here: toQueue('q', {}, { EventBusName: 'own' }), there: toQueue('q') },
    });
    await put({ ...valid, EventBusName: 'own' });
    expect(cloud.events.list()).toMatchObject([{ rules: ['here'] }]);
  },
);

documented(resultEntry, 'The JSON provided is not valid.', async () => {
  const malformed = ['x', '[1]', '"text"', '1', 'null'].map((Detail) => ({ ...valid, Detail }));
  const { Entries: entries } = await results(...malformed);
  expect(entries.map((one) => (one as { ErrorCode: string }).ErrorCode)).toEqual(
    malformed.map(() => 'MalformedDetail'),
  );
});

documented(
  resultEntry,
  'You do not have permissions to publish events with this source onto this event bus.',
  async () => {
    await expect(results({ ...valid, Source: 'aws.s3' })).resolves.toMatchObject({
      Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }],
    });
  },
);

documented(
  structure,
  'Customer-generated events can have any value here, as long as it doesn\'t begin with "aws."',
  async () => {
    const { Entries: entries } = await results({ ...valid, Source: 'awsome' }, { ...valid, Source: 'aws.own' });
    expect(entries).toMatchObject([{ EventId: expect.any(String) }, { ErrorCode: expect.any(String) }]);
  },
);

documented(structure, 'By default, this is set to 0 (zero) in all events.', async () => {
  const { put, eventbridge, bodies } = eventsWith({
    queues: { q: {} },
    rules: { rule: toQueue('q', { InputPath: '$.version' }) },
  });
  await put(valid);
  await eventbridge.idle();
  expect(bodies('q')).toEqual(['"0"']);
});

documented(structure, "A Version 4 UUID that's generated for every event.", async () => {
  const { Entries: entries } = await results(valid);
  expect(entries).toMatchObject([
    { EventId: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/) },
  ]);
});

documented(structure, 'A JSON object that contains information about the event. It can be "{}".', async () => {
  await expect(results({ ...valid, Detail: '{}' })).resolves.toMatchObject({ FailedEntryCount: 0 });
});

documented(
  patternsPage(),
  'you can use the TestEventPattern API or the test-event-pattern CLI command to test that your pattern matches the correct events.',
  async () => {
    const { client } = await eventsClient({});
    const event = {
      id: '1',
      account: '123456789012',
      source: 'aws.ec2',
      time: '2017-12-22T18:43:48Z',
      region: 'us-west-1',
      resources: [],
      'detail-type': 'x',
      detail: { state: 'terminated' },
    };
    const test = async (state: string) =>
      client.send(
        new TestEventPatternCommand({
          EventPattern: JSON.stringify({ detail: { state: [state] } }),
          Event: JSON.stringify(event),
        }),
      );
    expect((await test('terminated')).Result).toBe(true);
    expect((await test('running')).Result).toBe(false);
  },
);

documented(
  `${api}API_PutEvents.html`,
  'You can batch multiple event entries into one request for efficiency.',
  async () => {
    const { client } = await eventsClient({});
    const send = (count: number) =>
      client.send(
        new PutEventsCommand({ Entries: Array.from({ length: count }, () => ({ ...valid, Time: new Date() })) }),
      );
    expect((await send(10)).Entries).toHaveLength(10);
    await expect(send(11)).rejects.toThrow('Member must have length less than or equal to 10');
  },
);

function patternsPage(): string {
  return `${guide}eb-event-patterns.html`;
}
