import {
  DescribeRuleCommand,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { declared, roleWith } from '../iam/account.ts';
import type { StatementSource } from '../iam/account.ts';
import { queueArn } from '../sqs/account.ts';
import { entry, eventsClient, eventsWith, toQueue } from './account.ts';

describe('a rule of a template', () => {
  const target = (more: Record<string, unknown>) => ({ Targets: [{ Id: 't', Arn: queueArn('q'), ...more }] });

  it.each<[Record<string, unknown>, string]>([
    [{ ScheduleExpression: 'rate(1 days)' }, 'Stack/rule: Parameter ScheduleExpression is not valid.'],
    [{ ScheduleExpression: 'rate(5 day)' }, 'Parameter ScheduleExpression is not valid.'],
    [{ ScheduleExpression: 'cron(0 12 * * ?)' }, 'Parameter ScheduleExpression is not valid.'],
    [{ ScheduleExpression: 'at(2030-01-01T00:00:00)' }, 'Parameter ScheduleExpression is not valid.'],
    [{ EventBusName: 'b', ScheduleExpression: 'rate(1 day)' }, 'supported only on the default event bus'],
    [{ EventPattern: undefined }, 'Parameter(s) EventPattern or ScheduleExpression must be specified.'],
    [
      { EventPattern: { source: 'app' } },
      'Stack/rule: EventPattern: Event pattern is not valid. Reason: "source" must',
    ],
    [{ EventPattern: { source: ['x'.repeat(4096)] } }, 'at most 4096 characters'],
    [{ State: 'ON' }, 'State must be one of'],
    [{ Name: 'a b' }, 'Name a b'],
    [{ EventBusName: 'none' }, 'Event bus none does not exist.'],
    [target({ Arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:x' }), "doesn't deliver to arn:aws:states"],
    [target({ EcsParameters: {} }), "target t: EcsParameters isn't run"],
    [target({ Id: 'a b' }), 'an Id of letters'],
    [target({ Arn: queueArn('q.fifo') }), 'SqsParameters must be specified'],
    [target({ Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/b' }), 'RoleArn is required for target'],
    [target({ RetryPolicy: { MaximumRetryAttempts: 186 } }), 'from 0 to 185'],
    [target({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }), 'from 60 to 86400'],
    [target({ Input: '{' }), 'Input must be valid JSON'],
    [target({ Input: '{}', InputPath: '$' }), 'Only one of Input, InputPath, or InputTransformer'],
    [target({ InputPath: 'detail' }), 'no JSON path'],
    [
      target({ InputTransformer: { InputTemplate: '"<none>"' } }),
      'InputTemplate for target t contains invalid placeholder none.',
    ],
    [{ Targets: Array.from({ length: 6 }, (_, n) => ({ Id: `t${n}`, Arn: queueArn('q') })) }, 'at most 5 targets'],
    [{ Targets: [0, 1].map(() => ({ Id: 't', Arn: queueArn('q') })) }, 'must be distinct'],
  ])('%j is refused', (properties, message) => {
    expect(() => eventsWith({ rules: { rule: toQueue('q', {}, properties) } })).toThrow(message);
  });

  it('has an ARN with the name of its bus, and a reference', () => {
    const { eventbridge } = eventsWith({});
    const deploy = (properties: Record<string, unknown>) =>
      eventbridge.resourceTypes['AWS::Events::Rule'](
        declared('AWS::Events::Rule', 'Own', { EventPattern: { source: ['a'] }, Name: 'own', ...properties }),
      );
    expect(deploy({})).toEqual({
      ref: 'own',
      attributes: { Arn: 'arn:aws:events:us-east-1:000000000000:rule/own' },
    });
    expect(deploy({ EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/b' })).toEqual({
      ref: 'b|own',
      attributes: { Arn: 'arn:aws:events:us-east-1:000000000000:rule/b/own' },
    });
  });
});

describe('what a target gets', () => {
  const received = async (target: Record<string, unknown>, queue = 'q') => {
    const queues = { q: {}, 'q.fifo': { FifoQueue: true, ContentBasedDeduplication: true } };
    const { put, bodies, eventbridge, cloud } = eventsWith({ queues, rules: { rule: toQueue(queue, target) } });
    await put(entry({ name: 'Ada', tags: ['x', 'y'], age: 36, isAdmin: true, none: null }));
    await eventbridge.idle();
    return { bodies: bodies(queue), terminal: cloud.terminal };
  };

  it.each<[Record<string, unknown>, string]>([
    [{ Input: '{"always": "this"}' }, '{"always": "this"}'],
    [{ InputPath: '$.detail.name' }, '"Ada"'],
    [{ InputPath: '$.detail.tags[1]' }, '"y"'],
    [{ InputPath: '$.detail.absent' }, 'null'],
    [
      transformer('{"n": <name>, "t": <tags>, "a": <age>, "i": <isAdmin>}'),
      '{"n": "Ada", "t": ["x","y"], "a": 36, "i": true}',
    ],
    [transformer('{"x": <absent>, "y": "<absent>", "z": <none>}'), '{"x": "", "y": "", "z": ""}'],
    [
      transformer('"<name> has <tags> and <detail>"'),
      '"Ada has [x,y] and {name:Ada,tags:[x,y],age:36,isAdmin:true,none:null}"',
    ],
    [transformer('"<name>"\n"<age>"'), '"Ada"\n"36"'],
  ])('%j', async (target, body) => {
    expect((await received(target)).bodies).toEqual([body]);
  });

  it('is nothing where a JSON template makes no JSON', async () => {
    const { bodies, terminal } = await received(transformer('{"t": "<tags>"}'));
    expect(bodies).toEqual([]);
    expect(terminal.join()).toContain('INVALID_JSON');
  });

  it('has the group that the rule names, in a FIFO queue', async () => {
    const fifo = { Arn: queueArn('q.fifo'), SqsParameters: { MessageGroupId: 'g' }, InputPath: '$.source' };
    expect((await received(fifo, 'q.fifo')).bodies).toEqual(['"app"']);
  });

  function transformer(template: string) {
    const names = ['name', 'tags', 'age', 'isAdmin', 'none', 'absent'];
    const paths = Object.fromEntries(names.map((name) => [name, `$.detail.${name}`]));
    return { InputTransformer: { InputPathsMap: { ...paths, detail: '$.detail' }, InputTemplate: template } };
  }
});

describe('who may put events', () => {
  const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/own';
  const allow = (more: StatementSource = {}): StatementSource => ({
    Effect: 'Allow',
    Action: 'events:PutEvents',
    Resource: busArn,
    ...more,
  });
  const putting = (statement: StatementSource | undefined, busStatement?: StatementSource) => {
    const { eventbridge, iam } = eventsWith({ buses: ['own'] });
    if (busStatement) {
      const properties = { EventBusName: 'own', StatementId: 'one', Statement: busStatement };
      eventbridge.resourceTypes['AWS::Events::EventBusPolicy'](
        declared('AWS::Events::EventBusPolicy', 'Policy', properties),
      );
    }
    const role = statement ? roleWith(iam, statement) : roleWith(iam);
    return eventbridge.putEvents(role, [entry({}, { EventBusName: 'own' })]);
  };

  it.each<[string, StatementSource | undefined, StatementSource?]>([
    ['a role with the permission', allow()],
    ['of a source', allow({ Condition: { StringEquals: { 'events:source': 'app' } } })],
    ['of a type', allow({ Condition: { StringEquals: { 'events:detail-type': 'Happened' } } })],
    ['a role that the bus lets', undefined, allow({ Principal: '*' })],
  ])('%s', async (_, statement, busStatement) => {
    await expect(putting(statement, busStatement)).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  it.each<[string, StatementSource | undefined, StatementSource?]>([
    ['a role without the permission', undefined],
    ['on another bus', allow({ Resource: `${busArn}2` })],
    ['of another source', allow({ Condition: { StringEquals: { 'events:source': 'other' } } })],
    ['a role that the bus denies', allow(), allow({ Effect: 'Deny', Principal: '*' })],
  ])('not %s', async (_, statement, busStatement) => {
    await expect(putting(statement, busStatement)).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });
});

describe('the SDK', () => {
  it('puts events and looks at rules', async () => {
    const { client, eventbridge, bodies } = await eventsClient({
      buses: ['own'],
      queues: { q: {} },
      rules: {
        rule: toQueue('q', { InputPath: '$.detail' }, { Description: 'All' }),
        off: toQueue('q', {}, { State: 'DISABLED' }),
      },
    });
    const put = await client.send(new PutEventsCommand({ Entries: [entry({ n: 1 }, { Time: new Date() })] }));
    expect(put).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    await eventbridge.idle();
    expect(bodies('q')).toEqual(['{"n":1}']);
    expect((await client.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name)).toEqual([
      'default',
      'own',
    ]);
    expect((await client.send(new ListRulesCommand({ NamePrefix: 'o' }))).Rules).toMatchObject([
      { Name: 'off', State: 'DISABLED' },
    ]);
    expect(await client.send(new DescribeRuleCommand({ Name: 'rule' }))).toMatchObject({
      EventPattern: '{"source":["app"]}',
      Description: 'All',
      State: 'ENABLED',
    });
    expect((await client.send(new ListTargetsByRuleCommand({ Rule: 'rule' }))).Targets).toEqual([
      { Id: 'queue', Arn: queueArn('q'), InputPath: '$.detail' },
    ]);
    await expect(client.send(new DescribeRuleCommand({ Name: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Rule none does not exist on EventBus default.',
    });
    await expect(client.send(new TestEventPatternCommand({ EventPattern: '{}', Event: '{}' }))).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
      message: 'Event pattern is not valid. Reason: Empty objects are not allowed',
    });
  });

  it('gets an id for an event on a bus that does not exist, and an engineer hears of it', async () => {
    const { put, cloud } = eventsWith({});
    expect(await put(entry({}, { EventBusName: 'none' }))).toMatchObject({ FailedEntryCount: 0 });
    expect(cloud.terminal.join()).toContain('Event bus none does not exist');
  });
});
