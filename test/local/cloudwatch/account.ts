import { onTestFinished } from 'vitest';
import type { Judgment, Metric } from '../../../local/cloudwatch/alarm.ts';
import { CloudWatch } from '../../../local/cloudwatch/cloudwatch.ts';
import { Iam } from '../../../local/iam/iam.ts';
import { declared } from '../iam/account.ts';
import { serve } from '../iam/server.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloud } from '../support/cloud.ts';

export const judgment: Judgment = {
  comparison: 'GreaterThanThreshold',
  threshold: 0,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: 'missing',
};

/** An alarm as soon as a minute has more than nothing. */
const properties = {
  Namespace: 'AWS/SQS',
  MetricName: 'Waiting',
  Dimensions: [{ Name: 'QueueName', Value: 'q' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 0,
} as const;

/** Alarms over a metric `Waiting` that a test sets. */
export function alarmsWith(
  alarms: Readonly<Record<string, Partial<Record<string, unknown>>>>,
  cloud: TestCloud = newCloud({ now: Date.parse('2026-11-21T12:00:30Z') }),
) {
  const iam = new Iam(cloud);
  const measured = { value: 0 as number | null };
  const create = () => {
    const cloudwatch = new CloudWatch(cloud, {
      authenticate: (request) => iam.authenticate(request, 'monitoring'),
      authorize: (...call) => iam.authorize(...call),
      measure: ({ name }: Metric) => (name === 'Waiting' ? measured.value : undefined),
    });
    for (const [AlarmName, more] of Object.entries(alarms)) {
      cloudwatch.resourceTypes['AWS::CloudWatch::Alarm'](
        declared('AWS::CloudWatch::Alarm', AlarmName, { AlarmName, ...properties, ...more }),
      );
    }
    cloudwatch.start();
    onTestFinished(() => {
      cloudwatch.stop();
    });
    return cloudwatch;
  };
  const cloudwatch = create();
  const states = (of = cloudwatch) =>
    Object.fromEntries((of.list() as { name: string; state: string }[]).map(({ name, state }) => [name, state]));
  return {
    cloud,
    iam,
    cloudwatch,
    create,
    states,
    /** A value that is measured in the next minutes. */
    minutes: (count: number, value: number | null) => {
      measured.value = value;
      cloud.clock.pass(count * 60_000);
      return states();
    },
  };
}

/** The same behind a port. */
export async function alarmsAt(alarms: Readonly<Record<string, Partial<Record<string, unknown>>>>) {
  const all = alarmsWith(alarms);
  const url = await serve((request, response) => all.cloudwatch.handle(request, response));
  return { ...all, url };
}
