import { expect } from 'vitest';
import { queueArn } from '../sqs/account.ts';
import { documented } from '../support/documented.ts';
import { entry, eventsWith, toQueue } from './account.ts';

const guide = 'eventbridge/latest/userguide/';
const transform = `${guide}eb-transform-target-input.html`;
const putTargets = 'eventbridge/latest/APIReference/API_InputTransformer.html';

const paths = {
  timestamp: '$.time',
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  resource: '$.resources[0]',
  list: '$.detail.list',
  missing: '$.detail.missing',
};
const happened = entry(
  { 'instance-id': 'i-0123456789', state: 'RUNNING', list: ['a', 1] },
  { Time: 1_447_277_394, Resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111'] },
);

/** What a queue gets of the guide's example event. */
async function delivered(target: Record<string, unknown>): Promise<string[]> {
  const { put, bodies, eventbridge } = eventsWith({ queues: { q: {} }, rules: { example: toQueue('q', target) } });
  await put(happened);
  await eventbridge.idle();
  return bodies('q');
}

const transformed = async (template: string) =>
  (await delivered({ InputTransformer: { InputPathsMap: paths, InputTemplate: template } }))[0];

const templates: readonly (readonly [page: string, quote: string, template: string, output: string])[] = [
  [
    transform,
    '"instance <instance> is in <state>"',
    '"instance <instance> is in <state>"',
    '"instance i-0123456789 is in RUNNING"',
  ],
  [
    transform,
    String.raw`"instance \"<instance>\" is in <state>"`,
    String.raw`"instance \"<instance>\" is in <state>"`,
    String.raw`"instance \"i-0123456789\" is in RUNNING"`,
  ],
  [
    transform,
    'Simple JSON { "instance" : <instance>, "state": <state> }',
    '{"instance": <instance>, "state": <state>}',
    '{"instance": "i-0123456789", "state": "RUNNING"}',
  ],
  [
    transform,
    String.raw`"instanceStatus": "instance \"<instance>\" is in <state>"`,
    String.raw`{"instance": <instance>, "state": "<state>", "instanceStatus": "instance \"<instance>\" is in <state>"}`,
    String.raw`{"instance": "i-0123456789", "state": "RUNNING", "instanceStatus": "instance \"i-0123456789\" is in RUNNING"}`,
  ],
  [
    transform,
    '"state": [ 9, <state>, true ], "Transformed" : "Yes"',
    '{"instance": <instance>, "state": [9, <state>, true], "Transformed": "Yes"}',
    '{"instance": "i-0123456789", "state": [9, "RUNNING", true], "Transformed": "Yes"}',
  ],
  [
    transform,
    'Including reserved variables in a string "<aws.events.rule-name> triggered"',
    '"<aws.events.rule-name> triggered"',
    '"example triggered"',
  ],
  [
    transform,
    '"ruleArn" : <aws.events.rule-arn>, "ruleName" : <aws.events.rule-name>',
    '{"ruleArn": <aws.events.rule-arn>, "ruleName": <aws.events.rule-name>}',
    '{"ruleArn": "arn:aws:events:us-east-1:000000000000:rule/example", "ruleName": "example"}',
  ],
  [
    transform,
    'You can also use brackets and indices to get items from arrays.',
    '{"resource": <resource>}',
    '{"resource": "arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"}',
  ],
  [
    transform,
    "If you specify a variable to match a JSON path that doesn't exist in the event, that variable isn't created and won't appear in the output.",
    '"[<missing>]"',
    '"[]"',
  ],
  [
    putTargets,
    'The InputTemplate can also be valid JSON with varibles in quotes or out',
    '{"a": "<state>", "b": <state>, "c": <list>}',
    '{"a": "RUNNING", "b": "RUNNING", "c": ["a",1]}',
  ],
];

for (const [page, quote, template, output] of templates) {
  documented(page, quote, async () => {
    expect(await transformed(template)).toBe(output);
  });
}

documented(transform, 'The full original event payload as JSON. (with the detail field).', async () => {
  const { put, bodies, eventbridge } = eventsWith({
    queues: { whole: {}, q: {} },
    rules: {
      rule: {
        EventPattern: { source: ['app'] },
        Targets: [
          { Id: 'whole', Arn: queueArn('whole') },
          {
            Id: 'q',
            Arn: queueArn('q'),
            InputTransformer: { InputTemplate: '{"originalEvent": <aws.events.event.json>}' },
          },
        ],
      },
    },
  });
  await put(happened);
  await eventbridge.idle();
  expect(JSON.parse(bodies('q')[0]!)).toEqual({ originalEvent: JSON.parse(bodies('whole')[0]!) });
});

documented(transform, 'The original event payload as JSON (without the detail field).', async () => {
  const { originalEvent } = JSON.parse((await transformed('{"originalEvent": <aws.events.event>}'))!);
  expect(originalEvent).toMatchObject({ source: 'app', version: '0', time: '2015-11-11T21:29:54Z' });
  expect(originalEvent).not.toHaveProperty('detail');
});

documented(
  transform,
  'The time at which the event was received by EventBridge. This is an ISO 8601 timestamp.',
  async () => {
    const text = (await transformed('"<aws.events.event.ingestion-time>"'))!;
    expect(JSON.parse(text)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(JSON.parse(text)).not.toBe('2015-11-11T21:29:54Z');
  },
);

documented(
  transform,
  "EventBridge doesn't escape values extracted by Input Path, when populating the Input Template for a target.",
  async () => {
    const { put, bodies, eventbridge } = eventsWith({
      queues: { q: {} },
      rules: {
        rule: toQueue('q', {
          InputTransformer: { InputPathsMap: { says: '$.detail.says' }, InputTemplate: '"<says>"' },
        }),
      },
    });
    await put(entry({ says: 'a "quote"' }));
    await eventbridge.idle();
    expect(bodies('q')).toEqual(['"a "quote""']);
  },
);

documented(transform, 'You can define up to 100 variables, assigning each a value from the input.', () => {
  const rule = (count: number) => () =>
    eventsWith({
      queues: { q: {} },
      rules: {
        rule: toQueue('q', {
          InputTransformer: {
            InputPathsMap: Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, '$.id'])),
            InputTemplate: '"<v0>"',
          },
        }),
      },
    });
  expect(rule(100)).not.toThrow();
  expect(rule(101)).toThrow('more than 100 paths');
});

documented(transform, "These variables are reserved, and you can't create variables with these names", () => {
  const target = { InputTransformer: { InputPathsMap: { 'aws.events.rule-arn': '$.id' }, InputTemplate: '"x"' } };
  expect(() => eventsWith({ rules: { rule: toQueue('q', target) } })).toThrow('reserved');
});

documented(putTargets, 'You must use JSON dot notation, not bracket notation.', () => {
  const target = (path: string) => ({ InputTransformer: { InputPathsMap: { a: path }, InputTemplate: '"<a>"' } });
  expect(() => eventsWith({ rules: { rule: toQueue('q', target("$['detail']")) } })).toThrow('dot notation');
  expect(() => eventsWith({ rules: { rule: toQueue('q', target('$.detail')) } })).not.toThrow();
});
