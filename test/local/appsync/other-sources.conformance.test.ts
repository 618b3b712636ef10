import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { none, startApi, type RunningApi, valueOf } from './support/api.ts';

const EVENTS = 'appsync/latest/devguide/resolver-reference-eventbridge-js.html';
const NONE = 'appsync/latest/devguide/resolver-reference-none-js.html';

async function put(
  request: string,
  prepare: (ports: RunningApi['ports']) => void = () => undefined,
): Promise<{ seen: unknown; errors: unknown; ports: RunningApi['ports'] }> {
  const code = `import { util } from '@aws-appsync/utils';
export function request(ctx) { return ${request}; }
export function response(ctx) { return { result: ctx.result, error: ctx.error }; }`;
  const api = await startApi({
    schema: 'type Query { run: AWSJSON }',
    resolvers: { 'Query.run': { code, dataSource: 'bus' } },
  });
  prepare(api.ports);
  const { body } = await api.query('{ run }');
  return { seen: valueOf(body.data?.['run']), errors: body.errors, ports: api.ports };
}

const EVENT = `{ source: 'source1', detail: { key1: [1, 2, 3, 4], key2: 'strval' }, detailType: 'sampleDetailType', resources: ['Resouce1', 'Resource2'], time: '2022-01-10T05:00:10Z' }`;
const events = (...list: string[]): string => `{ operation: 'PutEvents', events: [${list.join(', ')}] }`;

documented(
  EVENTS,
  'The request handler allows you to send multiple custom events to an EventBridge event bus:',
  async () => {
    const { ports } = await put(events(EVENT, `{ source: 'source2', detail: {}, detailType: 'd' }`));
    expect(ports.entries).toEqual([
      {
        EventBusName: 'bus-arn',
        Source: 'source1',
        Detail: '{"key1":[1,2,3,4],"key2":"strval"}',
        DetailType: 'sampleDetailType',
        Resources: ['Resouce1', 'Resource2'],
        Time: '2022-01-10T05:00:10Z',
      },
      { EventBusName: 'bus-arn', Source: 'source2', Detail: '{}', DetailType: 'd' },
    ]);
    expect(ports.sessions).toEqual(['role-arn APPSYNC_ASSUME_ROLE appsync.amazonaws.com']);
  },
);

documented(
  EVENTS,
  'If the PutEvents operation is successful, the response from EventBridge is included in the ctx.result:',
  async () => {
    const { seen } = await put(events(EVENT));
    expect(seen).toEqual({ result: { Entries: [{ EventId: 'event-0' }], FailedEntryCount: 0 }, error: null });
  },
);

documented(
  EVENTS,
  'For each record, the index of the response element is the same as the index in the request array.',
  async () => {
    const { seen } = await put(events(EVENT, EVENT, `{ source: 'broken', detail: {}, detailType: 'd' }`));
    expect(seen).toMatchObject({
      result: {
        Entries: [
          { EventId: 'event-0' },
          { EventId: 'event-1' },
          { ErrorCode: 'InternalFailure', ErrorMessage: 'broken' },
        ],
        FailedEntryCount: 1,
      },
    });
  },
);

documented(
  EVENTS,
  'Errors that occur while performing PutEvents operations such as InternalExceptions or Timeouts will appear in ctx.error.',
  async () => {
    const { seen } = await put(events(EVENT), (ports) => ports.denied.add('PutEvents'));
    expect(seen).toEqual({
      result: null,
      error: { type: 'EventBridge:AccessDeniedException', message: 'not authorized to perform: events:PutEvents' },
    });
  },
);

documented(EVENTS, 'The only supported operation is PutEvents.', async () => {
  const { errors } = await put(`{ operation: 'ListRules', events: [] }`);
  expect(errors).toMatchObject([{ errorType: 'MappingTemplate', message: expect.stringContaining('(PutEvents)') }]);
});

documented(EVENTS, 'This field can be an empty map ({ }).', async () => {
  const { ports } = await put(events(`{ source: 's', detail: {}, detailType: 'd' }`));
  expect(ports.entries).toMatchObject([{ Detail: '{}' }]);
});

documented(EVENTS, 'This field can be an empty array.', async () => {
  const { ports } = await put(events(`{ source: 's', detail: {}, detailType: 'd', resources: [] }`));
  expect(ports.entries).toMatchObject([{ Resources: [] }]);
});

documented(EVENTS, 'A string that identifies the type of event.', async () => {
  const { errors, ports } = await put(events(`{ source: 's', detail: {} }`));
  expect(errors).toMatchObject([{ message: "Value for field '$[events[0].detailType]' not found." }]);
  expect(ports.entries).toEqual([]);
});

async function local(code: string): Promise<unknown> {
  const api = await startApi({ schema: 'type Query { run(a: Int): AWSJSON }', resolvers: { 'Query.run': code } });
  const { body } = await api.query('{ run(a: 1) }');
  return valueOf(body.data?.['run']);
}

documented(
  NONE,
  'The value of the payload field will be forwarded to the function response handler and is available in context.result.',
  async () => {
    expect(await local(none('ctx.args', '{ got: ctx.result }'))).toEqual({ got: { a: 1 } });
  },
);

documented(NONE, 'The payload field is optional.', async () => {
  const code = `export const request = () => ({}); export const response = (ctx) => ({ got: ctx.result });`;
  expect(await local(code)).toEqual({ got: null });
});

documented(
  NONE,
  'However, because GraphQL is strongly typed, the resolved response must match the expected GraphQL type.',
  async () => {
    const api = await startApi({ schema: 'type Query { n: Int }', resolvers: { 'Query.n': none(`'text'`) } });
    expect((await api.query('{ n }')).body).toMatchObject({ data: { n: null }, errors: [{ path: ['n'] }] });
  },
);
