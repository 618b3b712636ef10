import { setTimeout as wait } from 'node:timers/promises';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { TriggerName } from './trigger-settings.ts';
import type { UserPool } from './user-pool.ts';

/** Invokes a Lambda function and returns the event that it answers; rejects if it failed. */
export type InvokeTrigger = (functionArn: string, event: unknown, sourceArn: string) => Promise<unknown>;

/** What a trigger is told. */
export interface TriggerCall {
  readonly name: TriggerName;
  /** Such as `PreSignUp_SignUp`. */
  readonly source: string;
  readonly userName: string;
  /** `CLIENT_ID_NOT_APPLICABLE` for an operation of an admin. */
  readonly clientId: string;
  /** Default: that of the event's first form, `1`. */
  readonly version?: '1' | '2';
  readonly request: Readonly<Record<string, unknown>>;
  /** What the function may change. */
  readonly response: Readonly<Record<string, unknown>>;
  readonly clientMetadata: ReadonlyMap<string, string>;
}

/** Cognito waits for 5 seconds, three times. */
const TIMEOUT_MS = 5000;
const ATTEMPTS = 3;
const TIMED_OUT = Symbol('timed out');

export const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE';

/** Runs the triggers of a pool. */
export class Triggers {
  readonly #cloud: Cloud;
  readonly #invoke: InvokeTrigger;

  constructor(cloud: Cloud, invoke: InvokeTrigger) {
    this.#cloud = cloud;
    this.#invoke = invoke;
  }

  /**
   * @returns the `response` of the event that the function answered; undefined where the pool has no such trigger
   * @throws AwsError UserLambdaValidationException where the function failed, UnexpectedLambdaException where it could
   *   not be invoked, InvalidLambdaResponseException
   */
  async run(pool: UserPool, call: TriggerCall): Promise<Readonly<Record<string, unknown>> | undefined> {
    const functionArn = pool.settings.triggers.get(call.name)?.functionArn;
    if (functionArn === undefined) return undefined;
    const { clientMetadata } = call;
    const event = {
      version: call.version ?? '1',
      region: this.#cloud.region,
      userPoolId: pool.id,
      userName: call.userName,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: call.clientId },
      triggerSource: call.source,
      request: {
        ...call.request,
        ...(clientMetadata.size > 0 && { clientMetadata: Object.fromEntries(clientMetadata) }),
      },
      response: call.response,
    };
    const answer = await this.#invokeInTime(call.name, functionArn, event, pool.arn);
    const { response } = objectOf(answer);
    return objectOf(response);
  }

  async #invokeInTime(name: TriggerName, functionArn: string, event: unknown, sourceArn: string): Promise<unknown> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const timer = new AbortController();
      try {
        const late = wait(TIMEOUT_MS, TIMED_OUT, { signal: timer.signal, ref: false });
        const answer = await Promise.race([this.#invoke(functionArn, structuredClone(event), sourceArn), late]);
        if (answer !== TIMED_OUT) return answer;
      } catch (error) {
        throw failureOf(name, error);
      } finally {
        timer.abort();
      }
    }
    throw new AwsError(
      'UnexpectedLambdaException',
      `${name} failed with error Socket timeout while invoking Lambda function.`,
    );
  }
}

/** What a trigger answered in a shape that Cognito can't read. */
export function unrecognizable(): AwsError {
  return new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw unrecognizable();
}

function failureOf(name: TriggerName, error: unknown): AwsError {
  if (error instanceof AwsError && error.code === 'AccessDeniedException') {
    return new AwsError('UnexpectedLambdaException', `${name} invocation failed due to error AccessDeniedException.`);
  }
  const message = error instanceof Error ? error.message : String(error);
  const sentence = message.endsWith('.') ? message : `${message}.`;
  return new AwsError('UserLambdaValidationException', `${name} failed with error ${sentence}`);
}
