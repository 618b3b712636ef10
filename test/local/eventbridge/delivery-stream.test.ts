import { describe, expect, test } from 'vitest';
import { AwsError, DeploymentError } from '../../../local/errors.ts';
import { queueArn } from '../sqs/account.ts';
import { entry, eventsWith, forwardRole } from './account.ts';

const Arn = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/lake';
const RoleArn = 'arn:aws:iam::000000000000:role/Forward';

function toStream(target: Record<string, unknown>, putRecord: (role: string | undefined, text: string) => void) {
  const DeadLetterConfig = { Arn: queueArn('dead') };
  const events = eventsWith({
    queues: { dead: {} },
    rules: { rule: { EventPattern: { source: ['app'] }, Targets: [{ Id: 'lake', Arn, DeadLetterConfig, ...target }] } },
    putRecord: ({ roleArn }, streamArn, data) => {
      expect(streamArn).toBe(Arn);
      putRecord(roleArn, data.toString());
    },
  });
  forwardRole(events.iam);
  return events;
}

describe('a rule’s target that is a delivery stream', () => {
  test('gets the event as a record, by the target’s role, without a delimiter', async () => {
    const records: [string | undefined, string][] = [];
    const { put, eventbridge } = toStream({ RoleArn }, (...record) => records.push(record));
    await put(entry({ n: 1 }));
    await eventbridge.idle();
    expect(records).toEqual([[RoleArn, expect.stringMatching(/^\{"version":"0",.*"detail":\{"n":1\}.*\}$/)]]);
  });

  test('gets what the input transformer makes of it', async () => {
    const texts: string[] = [];
    const InputTransformer = { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '{"count":<n>}' };
    const { put, eventbridge } = toStream({ RoleArn, InputTransformer }, (_, text) => texts.push(text));
    await put(entry({ n: 7 }));
    await eventbridge.idle();
    expect(texts).toEqual(['{"count":7}']);
  });

  test('is tried again while it is throttled, and buries what it refuses', async () => {
    const texts: string[] = [];
    const answers = [new AwsError('ServiceUnavailableException', 'Slow down.', 503), undefined];
    const { put, eventbridge, cloud, bodies } = toStream({ RoleArn }, (_, text) => {
      const refusal = answers.length > 0 ? answers.shift() : new AwsError('ResourceNotFoundException', 'not found');
      if (refusal) throw refusal;
      texts.push(text);
    });
    await put(entry());
    await eventbridge.idle();
    expect(texts).toHaveLength(0);
    cloud.clock.pass(60_000);
    await eventbridge.idle();
    expect(texts).toHaveLength(1);
    await put(entry());
    await eventbridge.idle();
    expect(bodies('dead')).toHaveLength(1);
  });

  test('needs a role', () => {
    expect(() => toStream({}, () => undefined)).toThrow(DeploymentError);
    expect(() => toStream({}, () => undefined)).toThrow(`RoleArn is required for target ${Arn}.`);
  });
});
