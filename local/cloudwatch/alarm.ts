import { physicalName } from '../iam/physical-name.ts';
import { PropertyReader } from '../property-reader.ts';
import type { DeclaredResource } from '../service.ts';

const statistics = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'] as const;
const comparisons = [
  ...(['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold'] as const),
  'LessThanOrEqualToThreshold',
] as const;
const treatments = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;

/** What is measured. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** How an alarm judges what is measured. */
export interface Judgment {
  readonly comparison: (typeof comparisons)[number];
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: (typeof treatments)[number];
}

/** An alarm of a template. */
export interface Alarm extends Judgment {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly metric: Metric;
  readonly statistic: (typeof statistics)[number];
  /** In seconds. */
  readonly period: number;
}

/**
 * Reads an `AWS::CloudWatch::Alarm` on one metric.
 * @param arnPrefix `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:`
 * @throws DeploymentError for what AWS refuses or what isn't run here
 */
export function alarmOf(declared: DeclaredResource, arnPrefix: string): Alarm {
  const reader = new PropertyReader(declared.address, declared.properties, 'CloudWatch');
  const name = reader.text('AlarmName') ?? physicalName(declared, 255);
  const required = (property: string) => reader.text(property) ?? reader.refuse(`${property} is required`);
  const dimensions = reader.objects('Dimensions').map((one) => {
    const entry = [one.text('Name') ?? '', one.text('Value') ?? ''] as const;
    one.finish();
    return entry;
  });
  const evaluationPeriods = whole(reader, 'EvaluationPeriods') ?? reader.refuse('EvaluationPeriods is required');
  const datapointsToAlarm = whole(reader, 'DatapointsToAlarm') ?? evaluationPeriods;
  if (datapointsToAlarm > evaluationPeriods) {
    reader.refuse('DatapointsToAlarm must not be greater than EvaluationPeriods');
  }
  const period = whole(reader, 'Period') ?? reader.refuse('Period is required');
  // Shorter ones are for metrics of high resolution, which no service publishes.
  if (period % 60 !== 0) reader.refuse(`Period ${period} must be a multiple of 60`);
  const alarm: Alarm = {
    name,
    arn: arnPrefix + name,
    description: reader.text('AlarmDescription'),
    metric: {
      namespace: required('Namespace'),
      name: required('MetricName'),
      dimensions: Object.fromEntries(dimensions),
    },
    statistic: reader.choice('Statistic', statistics) ?? reader.refuse('Statistic is required'),
    period,
    evaluationPeriods,
    datapointsToAlarm,
    comparison: reader.choice('ComparisonOperator', comparisons) ?? reader.refuse('ComparisonOperator is required'),
    threshold: reader.number('Threshold') ?? reader.refuse('Threshold is required'),
    treatMissingData: reader.choice('TreatMissingData', treatments) ?? 'missing',
  };
  // Nothing is told of a state here but in the terminal.
  reader.ignore('ActionsEnabled', 'AlarmActions', 'OKActions', 'InsufficientDataActions', 'Unit', 'Tags');
  reader.finish();
  return alarm;
}

function whole(reader: PropertyReader, name: string): number | undefined {
  const value = reader.number(name);
  if (value === undefined || (Number.isInteger(value) && value > 0)) return value;
  return reader.refuse(`${name} must be a positive whole number`);
}
