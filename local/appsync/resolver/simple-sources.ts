import { AwsError } from '../../errors.ts';
import { invalidRequest } from '../errors.ts';
import type { AppSyncPorts } from '../ports.ts';
import { isObject } from '../properties.ts';
import type { DataSource, DataSourceAnswer } from './step.ts';

/** How AppSync names its session of a data source's role. */
export const SESSION_NAME = 'APPSYNC_ASSUME_ROLE';
export const SERVICE = 'appsync.amazonaws.com';

/** A NONE data source: the payload is the result. */
export function noneSource(name: string): DataSource {
  return {
    name,
    invoke: (request) => Promise.resolve({ result: (isObject(request) ? request['payload'] : null) ?? null }),
  };
}

type LambdaPorts = Pick<AppSyncPorts, 'roleSession' | 'invokeFunction'>;

/** An AWS_LAMBDA data source. `background` is given what runs on after an `Event` invocation was answered. */
export function lambdaSource(
  settings: { readonly name: string; readonly roleArn: string; readonly functionArn: string },
  ports: LambdaPorts,
  background: (work: Promise<unknown>) => void,
): DataSource {
  const invoke = async (payload: unknown): Promise<DataSourceAnswer> => {
    try {
      const principal = ports.roleSession(settings.roleArn, SESSION_NAME, SERVICE);
      const answer = await ports.invokeFunction(principal, settings.functionArn, payload ?? null);
      if (!answer.functionError) return { result: answer.payload ?? null };
      const message = isObject(answer.payload) ? answer.payload['errorMessage'] : undefined;
      return {
        result: null,
        error: { type: `Lambda:${answer.functionError}`, message: typeof message === 'string' ? message : '' },
      };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { result: null, error: { type: `Lambda:${error.code}`, message: error.message } };
    }
  };
  return {
    name: settings.name,
    invoke: (request) => {
      const { operation, payload, invocationType } = isObject(request) ? request : {};
      if (operation !== 'Invoke') {
        throw invalidRequest(
          operation === undefined
            ? "Value for field '$[operation]' not found."
            : `Unsupported operation ${JSON.stringify(operation)}: this Lambda data source takes Invoke.`,
        );
      }
      if (invocationType !== 'Event') return invoke(payload);
      background(invoke(payload));
      return Promise.resolve({ result: null });
    },
  };
}
