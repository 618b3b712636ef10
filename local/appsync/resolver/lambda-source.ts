import { AwsError } from '../../errors.ts';
import { invalidRequest } from '../errors.ts';
import type { AppSyncPorts, FunctionAnswer } from '../ports.ts';
import { isObject } from '../properties.ts';
import { SERVICE, SESSION_NAME } from './session.ts';
import type { DataSourceAnswer } from './data-source-answer.ts';
import type { DataSource } from './step.ts';

type LambdaPorts = Pick<AppSyncPorts, 'roleSession' | 'invokeFunction'>;
type InvocationType = 'RequestResponse' | 'Event';

/** Without a `MaxBatchSize` AppSync invokes a function for up to five fields at once. */
const DEFAULT_BATCH_SIZE = 5;

/** An AWS_LAMBDA data source: "JavaScript resolver function reference for Lambda". */
export function lambdaSource(
  settings: { readonly name: string; readonly roleArn: string; readonly functionArn: string },
  ports: LambdaPorts,
): DataSource {
  const invoke = async (payload: unknown, type: InvocationType): Promise<DataSourceAnswer> => {
    try {
      const principal = ports.roleSession(settings.roleArn, SESSION_NAME, SERVICE);
      const answer = await ports.invokeFunction(principal, settings.functionArn, payload ?? null, type);
      const error = errorOfFunction(answer);
      if (error) return { result: null, error };
      return type === 'Event' ? { result: null, final: true } : { result: answer.payload ?? null };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { result: null, error: { type: `Lambda:${error.code}`, message: error.message } };
    }
  };
  const invokeBatch =
    (type: InvocationType) =>
    async (payloads: readonly unknown[]): Promise<readonly DataSourceAnswer[]> => {
      const answer = await invoke(payloads, type);
      return answer.error || answer.final ? payloads.map(() => answer) : itemsOf(answer.result, payloads.length);
    };
  return {
    name: settings.name,
    invoke: (request, field, step) => {
      const { operation, payload, type } = read(request);
      if (operation === 'Invoke') return invoke(payload, type);
      // Synchronous and asynchronous invocations don't mix in one batch.
      const owner = type === 'Event' ? step.code : step;
      return field.batch.add(owner, payload ?? null, step.maxBatchSize || DEFAULT_BATCH_SIZE, invokeBatch(type));
    },
  };
}

function read(request: unknown): { operation: string; payload: unknown; type: InvocationType } {
  const { operation, payload, invocationType = null, ...others } = isObject(request) ? request : {};
  if (operation === undefined) throw invalidRequest("Value for field '$[operation]' not found.");
  if (operation !== 'Invoke' && operation !== 'BatchInvoke') {
    const known = '(Invoke,BatchInvoke)';
    throw invalidRequest(
      `Unsupported operation '${typeof operation === 'string' ? operation : JSON.stringify(operation)}'. Only the following are supported: ${known}`,
    );
  }
  if (invocationType !== null && invocationType !== 'RequestResponse' && invocationType !== 'Event') {
    throw invalidRequest(`Unsupported invocationType '${JSON.stringify(invocationType)}'.`);
  }
  const other = Object.keys(others).find((name) => name !== 'version');
  if (other !== undefined) throw invalidRequest(`Unsupported element '$[${other}]'.`);
  return { operation, payload, type: invocationType ?? 'RequestResponse' };
}

/** One answer for each payload: the function's list must match them in size and order. */
function itemsOf(result: unknown, size: number): DataSourceAnswer[] {
  if (Array.isArray(result) && result.length === size) {
    return result.map((item: unknown) => ({ result: item ?? null }));
  }
  const got = Array.isArray(result) ? `a list of ${result.length}` : 'no list';
  const error = { type: 'Lambda:IllegalArgument', message: `Expected a list of ${size} results, got ${got}.` };
  return Array.from({ length: size }, () => ({ result: null, error }));
}

/** What the code of a function threw, as `ctx.error` shows it. */
export function errorOfFunction({ functionError, payload }: FunctionAnswer): DataSourceAnswer['error'] {
  if (!functionError) return undefined;
  const message = isObject(payload) ? payload['errorMessage'] : undefined;
  return { type: `Lambda:${functionError}`, message: typeof message === 'string' ? message : '' };
}
