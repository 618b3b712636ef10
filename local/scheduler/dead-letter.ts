import { AwsError } from '../errors.ts';
import type { SentMessage } from '../event-source/ports.ts';
import { isoSeconds } from '../eventbridge/event.ts';
import type { Invocation, Payload } from './invocation.ts';

export interface FailedInvocation {
  readonly payload: Payload;
  readonly targetArn: string;
  readonly error: unknown;
  /** Undefined: it wasn't for want of tries. */
  readonly exhausted: string | undefined;
}

/** The message for a dead-letter queue: the payload, with what went wrong in its attributes. */
export function deadLetterOf(invocation: Invocation, failed: FailedInvocation): SentMessage {
  const { payload, targetArn, error, exhausted } = failed;
  const attributes: Readonly<Record<string, string | undefined>> = {
    ERROR_CODE: error instanceof AwsError ? error.code : 'InternalFailure',
    ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
    EXECUTION_ID: payload.executionId,
    EXHAUSTED_RETRY_CONDITION: exhausted,
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(invocation.attempts),
    SCHEDULED_TIME: isoSeconds(invocation.scheduledTime),
    SCHEDULE_ARN: invocation.scheduleArn,
    TARGET_ARN: targetArn,
  };
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    body: payload.text,
    attributes: Object.fromEntries(given.map(([name, value]) => [name, { DataType: 'String', StringValue: value }])),
  };
}
