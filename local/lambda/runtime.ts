/** The thread of one function instance: it loads the handler, then answers one invocation after another. */
import { flushCompileCache } from 'node:module';
import { format } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { loadHandler } from './handler.ts';
import type { Handler } from './handler.ts';
import { shiftDates } from './shifted-date.ts';
import type { InvokeMessage, LogLevel, RuntimeData, RuntimeError, RuntimeMessage } from './protocol.ts';

const port = parentPort;
if (!port) throw new Error('runtime.ts is the entry of a worker thread');
const { taskRoot, handler: handlerName, takesCallbacks, ahead } = workerData as RuntimeData;

/** Before any code of the function runs: it may keep `Date` for itself. */
const setAhead = shiftDates();
setAhead(ahead);

const tell = (message: RuntimeMessage): void => port.postMessage(message);

const levels: Readonly<Record<string, LogLevel>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
};
for (const [method, level] of Object.entries(levels)) {
  Object.assign(console, {
    [method]: (...values: unknown[]) => tell({ type: 'log', level, text: format(...values) }),
  });
}

// As messages, for a reader of the thread's own streams keeps the whole process alive.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    tell({ type: 'raw', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
    const [written] = rest.filter((argument): argument is () => void => typeof argument === 'function');
    if (written) queueMicrotask(written);
    return true;
  };
}

process.on('uncaughtException', (error) => end(describe(error), 'Uncaught Exception', 129));
process.on('unhandledRejection', (reason) => {
  const error = { ...describe(reason), errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(reason) };
  end(error, 'Unhandled Promise Rejection', 128);
});

try {
  const handler = await loadHandler(taskRoot, handlerName, takesCallbacks);
  port.on('message', (message: InvokeMessage) => void answer(handler, message));
  tell({ type: 'ready' });
  // For the instances that come while this one lives.
  flushCompileCache();
} catch (error) {
  end(describe(error), 'Uncaught Exception', 1);
}

async function answer(handler: Handler, message: InvokeMessage): Promise<void> {
  setAhead(message.ahead);
  try {
    const value = await handler(JSON.parse(message.event), contextOf(message));
    tell({ type: 'answer', payload: stringify(value), heapBytes: heapBytes() });
  } catch (error) {
    const described = describe(error);
    logError('Invoke Error', described);
    tell({ type: 'error', error: described, heapBytes: heapBytes() });
  }
}

/** Names as in the reference "Lambda context object in Node.js". */
function contextOf({ requestId, deadline, functionArn }: InvokeMessage): Record<string, unknown> {
  const { env } = process;
  return {
    awsRequestId: requestId,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function stringify(value: unknown): string {
  try {
    // What has no JSON, such as a function, is null to the caller.
    const json = JSON.stringify(value) as string | undefined;
    return json ?? 'null';
  } catch (cause) {
    const error = new Error('Unable to stringify response body', { cause });
    error.name = 'Runtime.MarshalError';
    throw error;
  }
}

function describe(error: unknown): RuntimeError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}

function logError(kind: string, { errorType, errorMessage, trace }: RuntimeError): void {
  const text = `${kind} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`;
  tell({ type: 'log', level: 'ERROR', text });
}

function end(error: RuntimeError, kind: string, exitCode: number): void {
  logError(kind, error);
  tell({ type: 'fatal', error });
  process.exit(exitCode);
}

function heapBytes(): number {
  return getHeapStatistics().used_heap_size;
}
