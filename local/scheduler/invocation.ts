import { randomBytes, randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import { isoSeconds } from '../eventbridge/event.ts';

/** A call of a target that isn't over. Times are milliseconds since the epoch. */
export interface Invocation {
  readonly id: string;
  readonly scheduleArn: string;
  readonly scheduledTime: number;
  readonly acceptedAt: number;
  /** Failed ones. */
  readonly attempts: number;
  readonly dueAt: number;
}

/** What a target is sent by one attempt. */
export interface Payload {
  readonly executionId: string;
  readonly text: string;
}

/** Fills in the context attributes of an input; without one it is the notification that AWS sends by default. */
export function payloadOf(input: string | undefined, invocation: Invocation, cloud: Cloud): Payload {
  const { scheduleArn, scheduledTime, attempts } = invocation;
  const executionId = randomBytes(8).toString('hex');
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': scheduleArn,
    'scheduled-time': isoSeconds(scheduledTime),
    'execution-id': executionId,
    'attempt-number': String(attempts + 1),
  };
  const text = input ?? JSON.stringify(notification(scheduleArn, scheduledTime, cloud));
  return {
    executionId,
    text: text.replaceAll(/<aws\.scheduler\.([\w-]+)>/g, (keyword, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? keyword) : keyword,
    ),
  };
}

function notification(scheduleArn: string, scheduledTime: number, { accountId, region }: Cloud) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: accountId,
    time: isoSeconds(scheduledTime),
    region,
    resources: [scheduleArn],
    detail: '{}',
  };
}
