import { setTimeout as wait } from 'node:timers/promises';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** Invokes a Lambda function and returns the event that it answers; rejects if it failed. */
export type InvokeTrigger = (functionArn: string, event: unknown, sourceArn: string) => Promise<unknown>;

type TriggerSource = 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword';

/** Cognito waits for 5 seconds, three times. */
const TIMEOUT_MS = 5000;
const ATTEMPTS = 3;
const TIMED_OUT = Symbol('timed out');

/** Runs the pool's PostConfirmation trigger. The user is already confirmed, and stays so if the function fails. */
export class PostConfirmation {
  readonly #cloud: Cloud;
  readonly #invoke: InvokeTrigger;

  constructor(cloud: Cloud, invoke: InvokeTrigger) {
    this.#cloud = cloud;
    this.#invoke = invoke;
  }

  /** @param clientId `CLIENT_ID_NOT_APPLICABLE` for an operation of an admin */
  async run(
    pool: UserPool,
    user: User,
    triggerSource: TriggerSource,
    clientId: string,
    clientMetadata: ReadonlyMap<string, string>,
  ): Promise<void> {
    const functionArn = pool.settings.postConfirmation;
    if (functionArn === undefined) return;
    const event = {
      version: '1',
      region: this.#cloud.region,
      userPoolId: pool.id,
      userName: user.username,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
      triggerSource,
      request: {
        userAttributes: { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes },
        ...(clientMetadata.size > 0 && { clientMetadata: Object.fromEntries(clientMetadata) }),
      },
      response: {},
    };
    const answer = await this.#invokeInTime(functionArn, event, pool.arn);
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
      throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
    }
  }

  async #invokeInTime(functionArn: string, event: unknown, sourceArn: string): Promise<unknown> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const timer = new AbortController();
      try {
        const late = wait(TIMEOUT_MS, TIMED_OUT, { signal: timer.signal, ref: false });
        const answer = await Promise.race([this.#invoke(functionArn, structuredClone(event), sourceArn), late]);
        if (answer !== TIMED_OUT) return answer;
      } catch (error) {
        throw failureOf(error);
      } finally {
        timer.abort();
      }
    }
    throw new AwsError(
      'UnexpectedLambdaException',
      'PostConfirmation failed with error Socket timeout while invoking Lambda function.',
    );
  }
}

function failureOf(error: unknown): AwsError {
  if (error instanceof AwsError && error.code === 'AccessDeniedException') {
    return new AwsError(
      'UnexpectedLambdaException',
      'PostConfirmation invocation failed due to error AccessDeniedException.',
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  const sentence = message.endsWith('.') ? message : `${message}.`;
  return new AwsError('UserLambdaValidationException', `PostConfirmation failed with error ${sentence}`);
}
