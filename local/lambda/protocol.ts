/** What the thread of a function is started with. */
export interface RuntimeData {
  /** Folder of the code: `/var/task` on AWS. */
  readonly taskRoot: string;
  /** `FILE.EXPORT`, the file without its extension. */
  readonly handler: string;
  /** Runtimes before Node.js 24 take handlers that answer by a callback. */
  readonly takesCallbacks: boolean;
  /** By how many milliseconds the cloud's clock is ahead of the machine's. */
  readonly ahead: number;
}

export interface InvokeMessage {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** Milliseconds since the epoch, by the cloud's clock. */
  readonly deadline: number;
  readonly functionArn: string;
  /** By how many milliseconds the cloud's clock is ahead of the machine's. */
  readonly ahead: number;
}

/** A failure as Lambda's runtime API reports it. */
export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** What the thread tells its instance. */
export type RuntimeMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly level: LogLevel; readonly text: string }
  /** Written to standard output or error past the console. */
  | { readonly type: 'raw'; readonly text: string }
  | { readonly type: 'answer'; readonly payload: string; readonly heapBytes: number }
  /** The handler failed; the instance lives on. */
  | { readonly type: 'error'; readonly error: RuntimeError; readonly heapBytes: number }
  /** The code can't be loaded, or failed outside its handler: the thread ends. */
  | { readonly type: 'fatal'; readonly error: RuntimeError };
