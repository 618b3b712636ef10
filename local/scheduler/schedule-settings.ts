import { DeploymentError } from '../errors.ts';
import { physicalName } from '../iam/physical-name.ts';
import { Properties } from '../pipes/properties.ts';
import type { DeclaredResource } from '../service.ts';
import { between } from './occurrences.ts';
import type { Occurrences } from './occurrences.ts';
import { scheduleExpression } from './schedule-expression.ts';
import { scheduleTarget } from './schedule-target.ts';
import type { ScheduleTarget } from './schedule-target.ts';
import { zoneOf } from './zone.ts';

/** An `AWS::Scheduler::Schedule`, defaults filled in. */
export interface ScheduleSettings {
  readonly address: string;
  readonly name: string;
  readonly group: string;
  readonly isEnabled: boolean;
  /** What its times depend on, as text. */
  readonly times: string;
  readonly isOnce: boolean;
  occurrences(created: number): Occurrences;
  readonly target: ScheduleTarget;
}

const namePattern = /^[\w.-]{1,64}$/;

/** @throws DeploymentError for what Scheduler refuses, and for targets that can't run here */
export function scheduleSettings(declared: DeclaredResource): ScheduleSettings {
  const properties = new Properties(declared.address, declared.properties).only(
    'Description EndDate FlexibleTimeWindow GroupName Name ScheduleExpression ScheduleExpressionTimezone StartDate ' +
      'State Target',
  );
  const name = properties.optionalString('Name') ?? physicalName(declared, 64);
  if (!namePattern.test(name)) properties.refuse(`Name ${name} must be 1 to 64 letters, digits, or any of . - _`);
  const state = properties.optionalString('State') ?? 'ENABLED';
  if (state !== 'ENABLED' && state !== 'DISABLED') {
    properties.refuse(`State is ${state}, but must be ENABLED or DISABLED`);
  }
  checkWindow(properties.object('FlexibleTimeWindow'));
  return {
    address: declared.address,
    name,
    group: properties.optionalString('GroupName') ?? 'default',
    isEnabled: state === 'ENABLED',
    ...timesOf(properties),
    target: scheduleTarget(properties.object('Target')),
  };
}

/** @throws DeploymentError for a name that isn't one */
export function groupNameOf(declared: DeclaredResource): string {
  const properties = new Properties(declared.address, declared.properties).only('Name Tags');
  const name = properties.optionalString('Name') ?? physicalName(declared, 64);
  if (namePattern.test(name)) return name;
  throw new DeploymentError(`${declared.address}: Name ${name} must be 1 to 64 letters, digits, or any of . - _`);
}

function timesOf(properties: Properties): Pick<ScheduleSettings, 'times' | 'isOnce' | 'occurrences'> {
  const text = properties.string('ScheduleExpression');
  const zoneName = properties.optionalString('ScheduleExpressionTimezone') ?? 'UTC';
  const zone = zoneOf(zoneName) ?? properties.refuse(`Invalid Schedule Expression Timezone: ${zoneName}`);
  const expression = scheduleExpression(text, zone) ?? properties.refuse(`Invalid Schedule Expression ${text}.`);
  const start = dateOf(properties, 'StartDate');
  const end = dateOf(properties, 'EndDate');
  if (start !== undefined && end !== undefined && end <= start) {
    properties.refuse('The EndDate you specify must be after the StartDate');
  }
  const isOnce = expression.kind === 'at';
  return {
    isOnce,
    times: [text, zoneName, start ?? '', end ?? ''].join(' '),
    occurrences: (created) => {
      const all = expression.occurrences(start ?? created);
      // "EventBridge Scheduler ignores StartDate for one-time schedules", and EndDate.
      return isOnce ? all : between(all, start, end);
    },
  };
}

function dateOf(properties: Properties, name: string): number | undefined {
  const text = properties.optionalString(name);
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time)
    ? properties.refuse(`${name} is ${text}, but must be a date such as 2030-01-01T01:00:00Z`)
    : time;
}

/** Schedules run at the start of their window. */
function checkWindow(window: Properties): void {
  const mode = window.only('MaximumWindowInMinutes Mode').string('Mode');
  if (mode !== 'OFF' && mode !== 'FLEXIBLE') window.refuse(`Mode is ${mode}, but must be OFF or FLEXIBLE`);
  const hasLength = window.value('MaximumWindowInMinutes') !== undefined;
  if (hasLength !== (mode === 'FLEXIBLE')) {
    window.refuse('MaximumWindowInMinutes must be specified for Mode FLEXIBLE, and for no other');
  }
  if (hasLength) window.integer('MaximumWindowInMinutes', 1, 1, 1440);
}
