import { z } from 'zod';
import { AwsError } from '../errors.ts';
import type { Alarm } from './alarm.ts';
import type { Standing } from './alarms.ts';

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

const Input = z.looseObject({
  AlarmNames: z.array(z.string()).max(100).optional(),
  AlarmNamePrefix: z.string().min(1).optional(),
  AlarmTypes: z.array(z.string()).optional(),
  StateValue: z.enum(STATES).optional(),
  MaxRecords: z.int().min(1).max(100).optional(),
  NextToken: z.string().optional(),
});

/**
 * What DescribeAlarms answers.
 * @param alarms by name
 * @throws AwsError ValidationError, InvalidNextToken
 */
export function describeAlarms(
  alarms: readonly { readonly alarm: Alarm; readonly standing: Standing }[],
  input: unknown,
): Record<string, unknown> {
  const { data, error } = Input.safeParse(input);
  if (!data) throw new AwsError('ValidationError', error.issues[0]?.message ?? 'The input is not valid.');
  const {
    AlarmNames: names,
    AlarmNamePrefix: prefix = '',
    AlarmTypes: types,
    StateValue: state,
    MaxRecords = 50,
  } = data;
  if (names && data.AlarmNamePrefix) {
    throw new AwsError('ValidationError', 'AlarmNamePrefix and AlarmNames cannot be specified together.');
  }
  const after = data.NextToken === undefined ? '' : Buffer.from(data.NextToken, 'base64url').toString();
  const found = alarms.filter(
    ({ alarm: { name }, standing }) =>
      name > after &&
      name.startsWith(prefix) &&
      (!names || names.includes(name)) &&
      (!types || types.includes('MetricAlarm')) &&
      (!state || standing.state === state),
  );
  const page = found.slice(0, MaxRecords);
  const last = page.at(-1)?.alarm.name ?? '';
  return {
    MetricAlarms: page.map(({ alarm, standing }) => view(alarm, standing)),
    CompositeAlarms: [],
    ...(found.length > page.length ? { NextToken: Buffer.from(last).toString('base64url') } : {}),
  };
}

function view(alarm: Alarm, { state, reason, since }: Standing): Record<string, unknown> {
  const { metric } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    StateValue: state,
    StateReason: reason,
    StateUpdatedTimestamp: new Date(since),
    StateTransitionedTimestamp: new Date(since),
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: alarm.statistic,
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
  };
}
