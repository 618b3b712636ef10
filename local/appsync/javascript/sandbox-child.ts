import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { libraryText } from './library-text.ts';
import { MAX_CODES } from './realm.ts';
import { BROKEN, defineLine, Lines, READY, runLine, TOO_LONG } from './sandbox-protocol.ts';

/** How a run came to its end. */
export type Outcome =
  /** JSON text of an Evaluation. */
  | { readonly answer: string }
  /** It broke the evaluator, answered too much, took too long, or took its process down: by the memory it used, mostly. `stopped`: the API was. */
  | { readonly failure: 'broken' | 'too-long' | 'timeout' | 'crash' | 'stopped' };

/** One run of a handler. */
export interface Run {
  readonly id: string;
  /** Of the code, see `toFactory`. */
  readonly factory: string;
  readonly handler: string;
  /** JSON text. */
  readonly context: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly settle: (outcome: Outcome) => void;
}

const HEAP_LIMIT_MB = 192;
/** Of processor time: should our process be killed while code runs away, that code must end too. */
const CPU_LIMIT_SECONDS = 300;
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./sandbox-process.ts', import.meta.url));

/** A process may read this folder and do nothing else to files, processes and threads; its environment is empty. */
const ARGUMENTS = [
  ...[
    '--permission',
    `--allow-fs-read=${FOLDER}*`,
    '--disable-proto=delete',
    '--disallow-code-generation-from-strings',
  ],
  ...[`--max-old-space-size=${HEAP_LIMIT_MB}`, '--no-warnings', PROGRAM],
];

/** The pipes are sockets: they need not keep our process alive. */
interface Referenced {
  ref(): void;
  unref(): void;
}
type Child = ChildProcessByStdio<Writable & Referenced, Readable & Referenced, null>;

function start(): Child {
  const { execPath, platform } = process;
  const limited = ['-c', `ulimit -S -c 0 -t ${CPU_LIMIT_SECONDS}; exec "$0" "$@"`, execPath, ...ARGUMENTS];
  const [program, parameters] = platform === 'win32' ? [execPath, ARGUMENTS] : ['/bin/sh', limited];
  return spawn(program, parameters, { stdio: ['pipe', 'pipe', 'ignore'], env: {} }) as Child;
}

/** A process with one realm, which does its runs one after the other. */
export class SandboxChild {
  readonly #library = libraryText();
  readonly #child = start();
  readonly #onEnd: (child: SandboxChild, signal?: string) => void;
  readonly #lines = new Lines();
  /** As the process has them, see `Realm`. */
  readonly #known = new Set<string>();
  #runs: Run[] = [];
  #isReady = false;
  /** Ticks of the sandbox since the process last said something. */
  silence = 0;

  /** @param onEnd hears that the process ended by itself, and by which signal */
  constructor(onEnd: (child: SandboxChild, signal?: string) => void) {
    this.#onEnd = onEnd;
    const { stdin, stdout } = this.#child;
    stdout.setEncoding('utf8');
    stdout.on('data', (chunk: string) => this.#read(chunk));
    // What was written last may not have been read: the end of the process tells.
    stdin.on('error', () => undefined);
    this.#child.once('error', () => this.#end(null, null));
    this.#child.once('exit', this.#end);
    this.#child.unref();
    stdin.unref();
    stdout.unref();
    stdin.write(`${JSON.stringify(this.#library)}\n`);
  }

  /** The first of the runs is under way. */
  get runs(): readonly Run[] {
    return this.#runs;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  run(run: Run): void {
    if (this.#runs.length === 0) this.silence = 0;
    this.#runs.push(run);
    this.#child.stdout.ref();
    this.#child.stdin.write(this.#definition(run) + runLine(run.id, run.handler, run.now, run.context));
  }

  /** @returns the runs behind the one that is under way, which are not awaited here any more */
  giveUpWaiting(): Run[] {
    return this.#runs.splice(1);
  }

  kill(): void {
    this.#child.off('exit', this.#end);
    this.#child.stdout.removeAllListeners('data');
    this.#child.stdout.destroy();
    this.#child.stdin.destroy();
    this.#child.kill('SIGKILL');
  }

  #definition({ id, factory }: Run): string {
    if (this.#known.has(id)) return '';
    const oldest = this.#known.size < MAX_CODES ? undefined : this.#known.values().next().value;
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#known.add(id);
    return defineLine(id, factory);
  }

  #read(chunk: string): void {
    for (const line of this.#lines.take(chunk)) {
      this.silence = 0;
      if (this.#isReady) this.#runs.shift()?.settle(outcomeOf(line));
      else this.#isReady = line === READY;
    }
    if (this.#runs.length === 0) this.#child.stdout.unref();
  }

  readonly #end = (_code: number | null, signal: string | null): void => {
    this.kill();
    this.#onEnd(this, signal ?? undefined);
  };
}

function outcomeOf(line: string): Outcome {
  return line === BROKEN || line === TOO_LONG ? { failure: line } : { answer: line };
}
