import type { MessagePort } from 'node:worker_threads';

/** What a sandbox thread is started with. */
export interface ThreadData {
  readonly port: MessagePort;
  /** Shared memory, one number for each `Signal`. */
  readonly signals: Int32Array;
  /** Script whose value is the sandbox's `evaluate`. */
  readonly library: string;
}

/** One run of a handler. */
export interface SandboxRequest {
  readonly id: number;
  /** The factory's script, the first time that this thread meets the code. */
  readonly code: string | undefined;
  readonly handler: string;
  /** JSON text. */
  readonly context: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Places in the shared memory. */
export const Signal = {
  /** 1: the thread has something to do. */
  Work: 0,
  /** 1: the thread has answered, or is ready for its first request. */
  Done: 1,
} as const;
