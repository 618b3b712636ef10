import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { documented } from '../support/documented.ts';
import { temporaryFolder } from '../support/cloud.ts';
import { functionArn, messagesOf, permitted, streamArn, subscribed } from './subscribed-function.ts';

const guide = 'AmazonCloudWatch/latest/logs/SubscriptionFilters.html';
const quotas = 'AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html';
const recursion = 'AmazonCloudWatch/latest/logs/Subscriptions-recursion-prevention.html';
const api = 'AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html';

const roleArn = 'arn:aws:iam::000000000000:role/logs';
const toStream = { DestinationArn: streamArn, RoleArn: roleArn };

describe('what a function gets', () => {
  documented(
    guide,
    'Logs that are sent to a receiving service through a subscription filter are base64 encoded and compressed with the gzip format.',
    async () => {
      const app = subscribed();
      app.write('Simple Lambda Test');
      expect(await app.delivered()).toEqual([
        {
          messageType: 'DATA_MESSAGE',
          owner: '000000000000',
          logGroup: 'app',
          logStream: 'stream1',
          subscriptionFilters: ['f0'],
          logEvents: [
            { id: expect.stringMatching(/^\d{56}$/), timestamp: app.cloud.clock.now(), message: 'Simple Lambda Test' },
          ],
        },
      ]);
    },
  );

  documented(
    guide,
    'The actual log data, represented as an array of log event records. The "id" property is a unique identifier for every log event.',
    async () => {
      const app = subscribed();
      app.write('one', 'one', 'two');
      const [delivery] = await app.delivered();
      expect(delivery?.logEvents.map(({ message }) => message)).toEqual(['one', 'one', 'two']);
      expect(new Set(delivery?.logEvents.map(({ id }) => id)).size).toBe(3);
    },
  );

  documented(guide, 'The list of subscription filter names that matched with the originating log data.', async () => {
    const app = subscribed({ filters: [{ FilterPattern: 'ERROR' }, { FilterPattern: '{ $.level = "WARN" }' }] });
    app.write('ERROR a', '{"level":"WARN"}', 'INFO b');
    const told = (await app.delivered()).map(({ subscriptionFilters: [name], logEvents }) => [name, logEvents.length]);
    expect(told.toSorted()).toEqual([
      ['f0', 1],
      ['f1', 1],
    ]);
  });

  documented(guide, 'The log stream name of the originating log data.', async () => {
    const app = subscribed();
    app.cloud.log.write('app', 'a', 'one');
    app.cloud.log.write('app', 'b', 'other');
    const streams = (await app.delivered()).map(({ logStream, logEvents }) => [logStream, logEvents[0]?.message]);
    expect(streams.toSorted()).toEqual([
      ['one', 'a'],
      ['other', 'b'],
    ]);
  });
});

describe('who may be subscribed', () => {
  documented(guide, 'Grant CloudWatch Logs the permission to execute your function.', async () => {
    expect(() => subscribed({ permission: undefined })).toThrow('Make sure you have given CloudWatch Logs permission');
    const other = { ...permitted, SourceArn: permitted.SourceArn.replace('app', 'other') };
    expect(() => subscribed({ permission: other })).toThrow(DeploymentError);
    const regional = subscribed({ permission: { Principal: 'logs.us-east-1.amazonaws.com' } });
    regional.write('a');
    expect(messagesOf(await regional.delivered())).toEqual(['a']);
  });

  documented(quotas, "2 per log group. This quota can't be changed.", () => {
    expect(() => subscribed({ filters: [{}, {}, {}] })).toThrow('Resource limit exceeded');
  });

  documented(
    recursion,
    "We recommend that you don't apply subscription filters to log groups that are a part of your subscription delivery workflow.",
    () => {
      const own = '/aws/lambda/subject';
      const filters = [{ LogGroupName: own }];
      expect(() => subscribed({ filters, groups: [own], permission: { Principal: 'logs.amazonaws.com' } })).toThrow(
        'The log group provided is reserved for the function logs of the destination function.',
      );
    },
  );

  documented(
    api,
    'An Amazon Kinesis Data Firehose delivery stream that belongs to the same account as the subscription filter, for same-account delivery.',
    async () => {
      const app = subscribed({ filters: [toStream] });
      app.write('to the lake');
      await app.logs.idle();
      const [record] = app.records;
      expect(record?.principal).toMatchObject({ arn: 'f0 of logs.amazonaws.com', roleArn });
      expect(JSON.parse(gunzipSync(record?.data ?? Buffer.alloc(0)).toString())).toMatchObject({
        messageType: 'DATA_MESSAGE',
        logEvents: [{ message: 'to the lake' }],
      });
    },
  );

  documented(
    'AmazonCloudWatch/latest/logs/subscription-concepts.html',
    'This role is not needed for Lambda destinations because CloudWatch Logs can get the necessary permissions from access control settings on the Lambda function itself.',
    () => {
      expect(() => subscribed({ filters: [{ RoleArn: roleArn }] })).toThrow('cannot be used with roleArn');
      expect(() => subscribed({ filters: [{ DestinationArn: streamArn }] })).toThrow('RoleArn is missing');
    },
  );

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a group that isn’t there', { LogGroupName: 'other' }, /The specified log group does not exist: other/],
    ['a function that isn’t there', { DestinationArn: `${functionArn}s` }, /unknown function/],
    [
      'a data stream',
      { DestinationArn: 'arn:aws:kinesis:us-east-1:0:stream/s' },
      /only functions and delivery streams/,
    ],
    ['a pattern that isn’t run', { FilterPattern: '[a, b]' }, /FilterPattern: space-delimited filter patterns/],
    ['an unknown property', { FieldSelectionCriteria: 'x' }, /FieldSelectionCriteria isn't run by the local Logs/],
  ])('%s ends the start', (_, filter, message) => {
    expect(() => subscribed({ filters: [filter] })).toThrow(message);
  });
});

describe('deliveries', () => {
  test('are tried again where the function is throttled, and told', async () => {
    const app = subscribed();
    app.cloud.faults.plan({ service: 'lambda', operation: 'Invoke', kind: 'throttle', count: 2 });
    app.write('a');
    for (let count = 0; count < 4; count += 1) {
      await app.logs.idle();
      app.cloud.clock.pass(10_000);
    }
    expect(messagesOf(await app.delivered())).toEqual(['a']);
    expect(app.cloud.terminal.filter((line) => line.includes('it is tried again'))).toHaveLength(2);
  });

  test('come twice where a fault says so', async () => {
    const app = subscribed();
    app.cloud.faults.plan({ service: 'logs', operation: 'Deliver', kind: 'duplicate', count: 1 });
    app.write('a');
    expect(messagesOf(await app.delivered())).toEqual(['a', 'a']);
  });

  test('outlive a killed process and a snapshot', async () => {
    const app = subscribed();
    const folder = temporaryFolder();
    app.cloud.faults.plan({ service: 'lambda', operation: 'Invoke', kind: 'error', count: 1 });
    app.write('a');
    await app.logs.idle();
    app.logs.snapshot(folder);
    await app.restart();
    app.cloud.clock.pass(10_000);
    expect(messagesOf(await app.delivered())).toEqual(['a']);
    await app.logs.restore(folder);
    app.cloud.clock.pass(10_000);
    expect(messagesOf(await app.delivered())).toEqual(['a', 'a']);
  });

  test('hold thousands of lines in deliveries that a function can take', async () => {
    const app = subscribed();
    const lines = Array.from({ length: 3000 }, (_, index) => `${index} ${'x'.repeat(500)}`);
    app.write(...lines);
    const delivered = await app.delivered();
    const numbers = messagesOf(delivered).map((message) => Number(message.split(' ')[0]));
    // Asynchronous invocations have no order among them.
    const inOrder = numbers.toSorted((one, other) => one - other);
    expect(inOrder).toEqual(lines.map((_, index) => index));
    expect(delivered.length).toBeGreaterThan(5);
  });

  test('of what a function writes have the lines of an invocation that failed', async () => {
    const app = subscribed({
      filters: [{ LogGroupName: 'other', FilterPattern: '"Invoke Error"' }],
      groups: ['other'],
      permission: { Principal: 'logs.amazonaws.com' },
    });
    app.cloud.log.write('other', '2026-01-01T00:00:00.000Z\tid\tERROR\tInvoke Error \t{"errorType":"Error"}');
    app.cloud.log.note('other', 'Invoke Error: for who runs the cloud only');
    expect(messagesOf(await app.delivered())).toHaveLength(1);
  });
});
