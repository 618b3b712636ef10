import { DeploymentError } from '../errors.ts';
import { scheduleExpression, suitsRule } from '../scheduler/schedule-expression.ts';
import type { ScheduleExpression } from '../scheduler/schedule-expression.ts';
import { zoneOf } from '../scheduler/zone.ts';

export interface RuleSchedule {
  readonly source: string;
  readonly expression: ScheduleExpression;
}

/** "All scheduled events use UTC+0 time zone". @throws DeploymentError in the words of PutRule */
export function ruleSchedule(source: unknown, busName: string, address: string): RuleSchedule | undefined {
  if (source === undefined) return undefined;
  if (busName !== 'default') {
    throw new DeploymentError(`${address}: ScheduleExpression is supported only on the default event bus.`);
  }
  const zone = zoneOf('UTC');
  const text = typeof source === 'string' ? source : '';
  const expression = zone && scheduleExpression(text, zone);
  if (expression && suitsRule(text)) return { source: text, expression };
  throw new DeploymentError(`${address}: Parameter ScheduleExpression is not valid.`);
}
