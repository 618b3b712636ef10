import type { Judgment } from './alarm.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Periods behind those that are evaluated in which CloudWatch looks for data where some is missing. */
const FURTHER_BACK = 2;

/** How many periods CloudWatch looks back. */
export function evaluationRange({ evaluationPeriods }: Judgment): number {
  return evaluationPeriods + FURTHER_BACK;
}

/**
 * The state that data leads to, as the user guide tells under "How alarm state is evaluated when data is missing".
 * @param points of the evaluation range, a period each, the oldest first; undefined: none came
 */
export function evaluate(judgment: Judgment, points: readonly (number | undefined)[], current: AlarmState): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = judgment;
  const real = points.filter((point) => point !== undefined);
  const considered = real.slice(-evaluationPeriods);
  const breaching = considered.filter((point) => breaches(judgment, point)).length;
  const missing = evaluationPeriods - considered.length;
  if (missing === 0 || treatMissingData === 'notBreaching') return breaching >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (treatMissingData === 'breaching') return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (considered.length === 0) return treatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : current;
  if (breaching < considered.length) return 'OK';
  if (treatMissingData === 'ignore') return current;
  // All that came breaches. That is an alarm once it has done so for as long as the alarm asks for.
  const recent = points.slice(-evaluationPeriods);
  const oldest = recent.findIndex((point) => point !== undefined);
  return oldest !== -1 && recent.length - oldest >= datapointsToAlarm ? 'ALARM' : current;
}

function breaches({ comparison, threshold }: Judgment, point: number): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return point >= threshold;
    case 'GreaterThanThreshold':
      return point > threshold;
    case 'LessThanThreshold':
      return point < threshold;
    case 'LessThanOrEqualToThreshold':
      return point <= threshold;
  }
}
