import { expect } from 'vitest';
import { evaluate } from '../../../local/cloudwatch/evaluation.ts';
import type { AlarmState } from '../../../local/cloudwatch/evaluation.ts';
import { documented } from '../support/documented.ts';
import { alarmsWith, judgment } from './account.ts';

const guide = 'AmazonCloudWatch/latest/monitoring/';
const missingData = `${guide}alarms-and-missing-data.html`;
const evaluation = `${guide}alarm-evaluation.html`;

const current = 'current' as AlarmState;
const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const I = 'INSUFFICIENT_DATA';

/** The states by treatment of missing data, for a row of the guide's tables: `X` breaches, `0` doesn't, `-` is missing. */
function row(points: string, datapointsToAlarm: number): string[] {
  const values = points.split(' ').map((point) => (point === '-' ? undefined : point === 'X' ? 1 : 0));
  return treatments.map((treatMissingData) =>
    evaluate({ ...judgment, evaluationPeriods: 3, datapointsToAlarm, treatMissingData }, values, current),
  );
}

documented(missingData, 'Data points: 0 - X - X, 3 out of 3', () => {
  expect(row('0 - X - X', 3)).toEqual(['OK', 'OK', 'OK', 'OK']);
});

documented(missingData, 'Data points: - - - - 0, 3 out of 3', () => {
  expect(row('- - - - 0', 3)).toEqual(['OK', 'OK', 'OK', 'OK']);
});

documented(
  missingData,
  'If all data points in the alarm evaluation range are missing, the alarm transitions to INSUFFICIENT_DATA.',
  () => {
    expect(row('- - - - -', 3)).toEqual([I, current, 'ALARM', 'OK']);
  },
);

documented(missingData, 'Data points: 0 X X - X, 3 out of 3', () => {
  expect(row('0 X X - X', 3)).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM']);
});

documented(missingData, 'Data points: - - X - -, 3 out of 3', () => {
  expect(row('- - X - -', 3)).toEqual(['ALARM', current, 'ALARM', 'OK']);
});

documented(missingData, 'Data points: 0 - X - X, 2 out of 3', () => {
  expect(row('0 - X - X', 2)).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM']);
});

documented(missingData, 'Data points: 0 0 X 0 X, 2 out of 3', () => {
  expect(row('0 0 X 0 X', 2)).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM']);
});

documented(missingData, 'Data points: 0 - X - -, 2 out of 3', () => {
  expect(row('0 - X - -', 2)).toEqual(['OK', 'OK', 'ALARM', 'OK']);
});

documented(missingData, 'Data points: - - - - 0, 2 out of 3', () => {
  expect(row('- - - - 0', 2)).toEqual(['OK', 'OK', 'ALARM', 'OK']);
});

documented(missingData, 'Data points: - - - X -, 2 out of 3', () => {
  expect(row('- - - X -', 2)).toEqual(['ALARM', current, 'ALARM', 'OK']);
});

documented(missingData, 'Missing data points are treated as "good" and within the threshold', () => {
  const { minutes } = alarmsWith({ a: { TreatMissingData: 'notBreaching' } });
  expect(minutes(1, null)).toEqual({ a: 'OK' });
});

documented(missingData, 'Missing data points are treated as "bad" and breaching the threshold', () => {
  const { minutes } = alarmsWith({ a: { TreatMissingData: 'breaching' } });
  expect(minutes(1, null)).toEqual({ a: 'ALARM' });
});

documented(missingData, 'The current alarm state is maintained', () => {
  const { minutes } = alarmsWith({ a: { TreatMissingData: 'ignore' } });
  expect(minutes(1, 1)).toEqual({ a: 'ALARM' });
  expect(minutes(10, null)).toEqual({ a: 'ALARM' });
});

documented(missingData, 'The default behavior is missing.', () => {
  const { minutes } = alarmsWith({ a: {} });
  expect(minutes(1, 1)).toEqual({ a: 'ALARM' });
  expect(minutes(10, null)).toEqual({ a: I });
});

documented(
  evaluation,
  'The alarm has just started, the metric is not available, or not enough data is available for the metric to determine the alarm state.',
  () => {
    const { states, minutes, cloud } = alarmsWith({ a: {}, foreign: { Namespace: 'AWS/EC2', MetricName: 'CPU' } });
    expect(states()).toEqual({ a: I, foreign: I });
    expect(minutes(5, 0)).toEqual({ a: 'OK', foreign: I });
    expect(cloud.terminal).toEqual(['cloudwatch: foreign stays INSUFFICIENT_DATA: nothing measures AWS/EC2 CPU here']);
  },
);

documented(
  evaluation,
  'Evaluation Periods is the number of the most recent periods, or data points, to evaluate when determining alarm state.',
  () => {
    const { minutes } = alarmsWith({ a: { EvaluationPeriods: 3 } });
    minutes(3, 0);
    expect([minutes(1, 1), minutes(1, 1), minutes(1, 1)]).toEqual([{ a: 'OK' }, { a: 'OK' }, { a: 'ALARM' }]);
    expect(minutes(1, 0)).toEqual({ a: 'OK' });
  },
);

documented(
  evaluation,
  'Datapoints to Alarm is the number of data points within the Evaluation Periods that must be breaching to cause the alarm to go to the ALARM state.',
  () => {
    const { minutes } = alarmsWith({ a: { EvaluationPeriods: 3, DatapointsToAlarm: 2 } });
    minutes(3, 0);
    minutes(1, 1);
    expect([minutes(1, 0), minutes(1, 1)]).toEqual([{ a: 'OK' }, { a: 'ALARM' }]);
  },
);

documented(
  evaluation,
  'Period is the length of time to use to evaluate the metric or expression to create each individual data point for an alarm.',
  () => {
    const { minutes } = alarmsWith({ max: { Period: 300 }, sum: { Period: 300, Statistic: 'Sum', Threshold: 2 } });
    expect(minutes(1, 1)).toEqual({ max: 'ALARM', sum: 'OK' });
    expect(minutes(2, 1)).toEqual({ max: 'ALARM', sum: 'ALARM' });
    expect(minutes(5, 0)).toEqual({ max: 'OK', sum: 'OK' });
  },
);
