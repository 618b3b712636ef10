import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { FunctionLog } from './function-log.ts';
import type { InvokeMessage, RuntimeData, RuntimeError, RuntimeMessage } from './protocol.ts';
import type { FunctionSettings } from './settings.ts';

/** What an invocation came to: JSON text, the error's where it failed. */
export interface Outcome {
  readonly payload: string;
  readonly functionError?: 'Unhandled';
}

type Answer = Extract<RuntimeMessage, { type: 'answer' | 'error' }>;

const youngGenerationMb = 8;

const runtime = new URL('./runtime.ts', import.meta.url).href;

/** Compiles nothing that an earlier instance has compiled, be it the runtime or the function: half of a cold start. */
function entryWith(compiled: string): string {
  return `require('node:module').enableCompileCache(${JSON.stringify(compiled)}); import(${JSON.stringify(runtime)});`;
}

/** Lambda gives the code outside the handler ten seconds before the function's own timeout counts. */
const initLimitMs = 10_000;

/** One execution environment of a function: a worker thread that takes one invocation at a time. */
export class Instance {
  readonly #settings: FunctionSettings;
  readonly #log: FunctionLog;
  readonly #clock: Clock;
  readonly #worker: Worker;
  readonly #createdAt = performance.now();
  readonly #ready: Promise<undefined>;
  /** Settles when the thread is gone, with why. */
  readonly #ended: Promise<RuntimeError>;
  #alive = true;
  #warm = false;
  #requestId: string | undefined;
  #answered: (answer: Answer) => void = () => {};

  /** @param environment all variables of the thread; it sees none of this process's */
  constructor(
    settings: FunctionSettings,
    taskRoot: string,
    environment: Readonly<Record<string, string>>,
    {
      log,
      clock,
      compiled,
    }: { readonly log: FunctionLog; readonly clock: Clock; /** Folder of compiled code. */ readonly compiled: string },
  ) {
    this.#settings = settings;
    this.#log = log;
    this.#clock = clock;
    const data: RuntimeData = {
      taskRoot,
      handler: settings.handler,
      takesCallbacks: settings.runtime !== 'nodejs24.x',
      ahead: clock.ahead,
    };
    this.#worker = new Worker(entryWith(compiled), {
      eval: true,
      name: settings.name,
      workerData: data,
      env: { ...environment },
      execArgv: [],
      stdout: true,
      stderr: true,
      // Else each of the threads takes up to 48 MB for what is new, whatever the function needs.
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb, maxYoungGenerationSizeMb: youngGenerationMb },
    });
    const ready = Promise.withResolvers<undefined>();
    const ended = Promise.withResolvers<RuntimeError>();
    this.#ready = ready.promise;
    this.#ended = ended.promise;
    this.#listen(
      () => ready.resolve(undefined),
      (error) => {
        this.#alive = false;
        ended.resolve(error);
      },
    );
    // A warm instance must not keep the process alive; one with an invocation is held by its timer.
    this.#worker.unref();
  }

  /** False once the thread has ended: timed out, crashed, stopped. */
  get alive(): boolean {
    return this.#alive;
  }

  async invoke(message: Omit<InvokeMessage, 'deadline' | 'ahead'>): Promise<Outcome> {
    const { requestId } = message;
    const { timeoutSeconds, memoryMb } = this.#settings;
    const cold = !this.#warm;
    this.#log.start(requestId);
    let initMs: number | undefined;
    if (cold) {
      const failure = await this.#within(initLimitMs, this.#ready);
      if (failure) return this.#failed(requestId, failure, performance.now() - this.#createdAt, undefined);
      initMs = performance.now() - this.#createdAt;
      this.#warm = true;
    }
    this.#requestId = requestId;
    const startedAt = performance.now();
    const answer = Promise.withResolvers<Answer>();
    this.#answered = answer.resolve;
    const { ahead } = this.#clock;
    const deadline = Date.now() + ahead + timeoutSeconds * 1000;
    this.#worker.postMessage({ ...message, ahead, deadline } satisfies InvokeMessage);
    const settled = await this.#within(timeoutSeconds * 1000, answer.promise);
    this.#requestId = undefined;
    const durationMs = performance.now() - startedAt;
    if (settled) return this.#failed(requestId, settled, durationMs, initMs);
    const result = await answer.promise;
    if (result.type === 'error') return this.#failed(requestId, result.error, durationMs, initMs, result.heapBytes);
    const tooLarge = responseTooLarge(result.payload);
    if (tooLarge) return this.#failed(requestId, tooLarge, durationMs, initMs, result.heapBytes);
    this.#log.end(requestId, { durationMs, initMs, memoryMb, usedBytes: result.heapBytes });
    return { payload: result.payload };
  }

  async stop(): Promise<void> {
    this.#alive = false;
    await this.#worker.terminate();
  }

  /** Undefined when the step was done in time, else what went wrong instead; the thread has ended then. */
  async #within(limitMs: number, step: Promise<unknown>): Promise<RuntimeError | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const timedOut = new Promise<'timed out'>((resolve) => {
      timer = setTimeout(resolve, limitMs, 'timed out');
    });
    const first = await Promise.race([step.then(() => undefined), this.#ended, timedOut]);
    clearTimeout(timer);
    if (first !== 'timed out') return first;
    await this.stop();
    const message = `Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`;
    return { errorType: 'Sandbox.Timedout', errorMessage: message };
  }

  #failed(
    requestId: string,
    error: RuntimeError,
    durationMs: number,
    initMs: number | undefined,
    usedBytes = 0,
  ): Outcome {
    // What the platform reports, not the code, carries the request's id.
    const errorMessage =
      error.trace || error.errorType === 'Function.ResponseSizeTooLarge'
        ? error.errorMessage
        : `RequestId: ${requestId} Error: ${error.errorMessage}`;
    this.#log.failed(requestId, error.errorType, error.errorMessage);
    const errorType = this.#alive ? undefined : error.errorType;
    this.#log.end(requestId, { durationMs, initMs, memoryMb: this.#settings.memoryMb, usedBytes, errorType });
    return { payload: JSON.stringify({ ...error, errorMessage }), functionError: 'Unhandled' };
  }

  #listen(ready: () => void, end: (error: RuntimeError) => void): void {
    this.#worker.on('message', (message: RuntimeMessage) => {
      if (message.type === 'ready') ready();
      else if (message.type === 'log') this.#log.console(message.level, message.text, this.#requestId);
      else if (message.type === 'raw') this.#log.raw(message.text.replace(/\n$/, ''));
      else if (message.type === 'fatal') end(message.error);
      else this.#answered(message);
    });
    // Of what ends a thread only exhausted memory arrives here: the runtime catches exceptions itself.
    this.#worker.on('error', () => end({ ...exited('signal: killed'), errorType: 'Runtime.OutOfMemory' }));
    this.#worker.on('exit', (code) => end(exited(`exit status ${code}`)));
  }
}

/** Of a response, in bytes: "6 MB each for request and response". */
const responseLimit = 6_291_556;

function responseTooLarge(payload: string): RuntimeError | undefined {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= responseLimit) return undefined;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${responseLimit} bytes).`;
  return { errorType: 'Function.ResponseSizeTooLarge', errorMessage };
}

function exited(reason: string): RuntimeError {
  return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${reason}` };
}
