import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { LocalRequest } from '../service.ts';
import { checkCode, type CodeIssue } from './javascript/check.ts';
import type { Evaluation, JavaScriptRuntime } from './javascript/runtime.ts';
import type { AppSyncPorts } from './ports.ts';
import { isObject } from './properties.ts';

export const EVALUATE_CODE_PATH = '/v1/dataplane-evaluatecode';

const CODE_ERRORS = 'The code contains one or more errors.';
/** Characters. */
const CODE_LENGTH = { minimum: 1, maximum: 32_768 };
const CONTEXT_LENGTH = { minimum: 2, maximum: 28_000 };
const HANDLERS = ['request', 'response'] as const;

interface Input {
  readonly code: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly handler: (typeof HANDLERS)[number];
}

interface Settings {
  readonly cloud: Pick<Cloud, 'region' | 'accountId'>;
  readonly ports: Pick<AppSyncPorts, 'authenticate' | 'authorize'>;
  readonly runtime: JavaScriptRuntime;
}

/**
 * AppSync's EvaluateCode: runs one handler on a context that the caller made up.
 *
 * @returns the body of the answer
 * @throws AwsError
 */
export async function evaluateCode(request: LocalRequest, { cloud, ports, runtime }: Settings): Promise<object> {
  const principal = ports.authenticate(request);
  const resource = `arn:aws:appsync:${cloud.region}:${cloud.accountId}:${EVALUATE_CODE_PATH}`;
  ports.authorize(principal, 'appsync:EvaluateCode', [resource]);
  const { code, context, handler } = readInput(request);
  const issues = checkCode(code);
  if (issues.length > 0) return { error: { message: CODE_ERRORS, codeErrors: issues.map(toCodeError) }, logs: [] };
  return toAnswer(await runtime.compile('code.js', code).evaluate(handler, context), context);
}

function toAnswer(evaluation: Evaluation, context: Input['context']): object {
  const { error, result, stash, appended, logs } = evaluation;
  const earlier = Array.isArray(context['outErrors']) ? (context['outErrors'] as unknown[]) : [];
  return {
    ...(error
      ? { error: { message: error.message, codeErrors: [] } }
      : { evaluationResult: JSON.stringify(result ?? null) }),
    stash: JSON.stringify(stash),
    outErrors: JSON.stringify([...earlier, ...appended]),
    logs,
  };
}

function toCodeError({ type, message, line, column, span }: CodeIssue): object {
  return { errorType: type, value: message, location: { line, column, span } };
}

function readInput(request: LocalRequest): Input {
  const body = parse(request.body.toString());
  if (!isObject(body)) throw badRequest('The request body is not a JSON object.');
  const { runtime } = body;
  if (!isObject(runtime)) throw invalid('runtime', runtime, 'Member must not be null');
  if (runtime['name'] !== 'APPSYNC_JS') {
    throw invalid('runtime.name', runtime['name'], 'Member must satisfy enum value set: [APPSYNC_JS]');
  }
  if (runtime['runtimeVersion'] !== '1.0.0') {
    throw badRequest(`Unsupported runtime version: ${String(runtime['runtimeVersion'])}. Supported versions: 1.0.0.`);
  }
  const code = textOf(body, 'code', CODE_LENGTH);
  const context = parse(textOf(body, 'context', CONTEXT_LENGTH));
  if (!isObject(context)) throw badRequest('The context is not a valid JSON object.');
  const handler = HANDLERS.find((name) => name === (body['function'] ?? 'request'));
  if (!handler) throw badRequest(`The function must be one of: ${HANDLERS.join(', ')}.`);
  return { code, context, handler };
}

function textOf(
  body: Readonly<Record<string, unknown>>,
  name: string,
  { minimum, maximum }: typeof CODE_LENGTH,
): string {
  const text = body[name];
  if (typeof text !== 'string') throw invalid(name, text, 'Member must not be null');
  if (text.length < minimum) {
    throw invalid(name, text, `Member must have length greater than or equal to ${minimum}`);
  }
  if (text.length > maximum) throw invalid(name, text, `Member must have length less than or equal to ${maximum}`);
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The form in which AWS's services tell that a value doesn't fit their model. */
function invalid(member: string, value: unknown, constraint: string): AwsError {
  const shown = typeof value === 'string' ? `'${value.slice(0, 100)}'` : 'null';
  return badRequest(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message, 400);
}
