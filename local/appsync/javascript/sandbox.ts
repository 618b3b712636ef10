import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { Signal, type SandboxRequest, type ThreadData } from './sandbox-protocol.ts';

const START_LIMIT_MS = 10_000;
/** Wide, so that code which wastes memory runs into its time limit first: a heap at its limit can end the process. */
const HEAP_LIMIT_MB = 2_048;

/** Globals that the library uses and resolvers don't have: it keeps them as variables when it takes them away. */
const CAPTURED =
  'BigInt,Date,Error,EvalError,Function,Promise,RangeError,ReferenceError,Reflect,RegExp,Set,Symbol,SyntaxError,' +
  'TypeError,URIError,decodeURIComponent,encodeURIComponent,globalThis';

let libraryText: string | undefined;

/** The library's modules as one script, made once a process. Its value is `evaluate`. */
function library(): string {
  if (libraryText === undefined) {
    const built = buildSync({
      entryPoints: [fileURLToPath(new URL('./library/index.ts', import.meta.url))],
      bundle: true,
      format: 'iife',
      globalName: 'library',
      target: 'es2024',
      write: false,
      logLevel: 'silent',
    });
    libraryText = `((${CAPTURED}) => { ${built.outputFiles[0]?.text}\nlibrary.seal(); return library.evaluate; })(${CAPTURED})`;
  }
  return libraryText;
}

/** One thread with one realm. Once it has not answered in time it is of no more use. */
class Thread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #signals = new Int32Array(new SharedArrayBuffer(8));
  readonly #known = new Set<number>();
  #isReady = false;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const workerData: ThreadData = { port: port2, signals: this.#signals, library: library() };
    this.#worker = new Worker(new URL('./sandbox-thread.ts', import.meta.url), {
      workerData,
      transferList: [port2],
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
    });
    // Out of memory: the request that caused it has no answer and ends by its time limit.
    this.#worker.on('error', () => undefined);
    this.#worker.unref();
    this.#port = port1;
    this.#port.unref();
  }

  /** Blocks until the answer is there; undefined when the time is up. */
  run(request: SandboxRequest, code: string, timeoutMs: number): string | null | undefined {
    this.#isReady ||= this.#await(START_LIMIT_MS);
    if (!this.#isReady) throw new Error('The sandbox thread of the JavaScript runtime did not start');
    Atomics.store(this.#signals, Signal.Done, 0);
    this.#port.postMessage({ ...request, code: this.#known.has(request.id) ? undefined : code });
    this.#known.add(request.id);
    Atomics.store(this.#signals, Signal.Work, 1);
    Atomics.notify(this.#signals, Signal.Work);
    if (!this.#await(timeoutMs)) return undefined;
    return receiveMessageOnPort(this.#port)?.message as string | null | undefined;
  }

  stop(): void {
    this.#port.close();
    void this.#worker.terminate();
  }

  #await(limitMs: number): boolean {
    return Atomics.wait(this.#signals, Signal.Done, 0, limitMs) !== 'timed-out';
  }
}

/**
 * Runs handlers one at a time on a thread of their own, which bounds their time and memory: a thread that does not
 * answer is ended and replaced. The caller waits, as it would for code of its own.
 */
export class Sandbox {
  readonly #timeoutMs: number;
  #thread: Thread | undefined;

  /** @param timeoutMs how long a handler may run */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#thread = new Thread();
  }

  /** @returns JSON text; null when the code broke the evaluator itself; undefined when its time was up */
  run(request: Omit<SandboxRequest, 'code'>, code: string): string | null | undefined {
    this.#thread ??= new Thread();
    const answer = this.#thread.run({ ...request, code: undefined }, code, this.#timeoutMs);
    if (answer === undefined) this.stop();
    return answer;
  }

  stop(): void {
    this.#thread?.stop();
    this.#thread = undefined;
  }
}
