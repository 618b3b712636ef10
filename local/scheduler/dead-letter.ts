import { AwsError } from '../errors.ts';
import type { SentMessage } from '../event-source/ports.ts';
import { isoSeconds } from '../eventbridge/event.ts';
import type { Invocation, Payload } from './invocation.ts';
import type { ScheduleTarget } from './schedule-target.ts';

export interface FailedInvocation {
  readonly payload: Payload;
  readonly targetKind: ScheduleTarget['kind'];
  readonly error: unknown;
  /** Undefined: it wasn't for want of tries. */
  readonly exhausted: string | undefined;
}

const apiActions = { function: 'lambda:invoke', queue: 'sqs:sendMessage', bus: 'eventbridge:putEvents' };

const internalError = {
  code: 'AWS.Scheduler.InternalServerError',
  message: 'Unexpected error occurred while processing the request',
};

/** The message for a dead-letter queue: the payload, with what went wrong in its attributes. */
export function deadLetterOf(invocation: Invocation, failed: FailedInvocation): SentMessage {
  const { payload, targetKind, error, exhausted } = failed;
  const known = error instanceof AwsError && error.code !== 'InternalFailure' ? error : internalError;
  const attributes: Readonly<Record<string, string | undefined>> = {
    ERROR_CODE: known.code,
    ERROR_MESSAGE: known.message,
    EXECUTION_ID: payload.executionId,
    EXHAUSTED_RETRY_CONDITION: exhausted,
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(invocation.attempts),
    SCHEDULED_TIME: isoSeconds(invocation.scheduledTime),
    SCHEDULE_ARN: invocation.scheduleArn,
    TARGET_ARN: `arn:aws:scheduler:::aws-sdk:${apiActions[targetKind]}`,
  };
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    body: payload.text,
    attributes: Object.fromEntries(given.map(([name, value]) => [name, { DataType: 'String', StringValue: value }])),
  };
}
