import { createHash } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import type { LogLevel } from './protocol.ts';

/** What an invocation took. */
export interface Report {
  readonly durationMs: number;
  /** Of a cold start only. */
  readonly initMs: number | undefined;
  readonly memoryMb: number;
  readonly usedBytes: number;
  /** Type of the error that ended the instance. */
  readonly errorType?: string;
}

interface LogSettings {
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
}

/** Writes a function's log group in the lines that Lambda writes, in its `Text` or `JSON` log format. */
export class FunctionLog {
  readonly #cloud: Cloud;
  readonly #group: string;
  readonly #format: 'Text' | 'JSON';

  readonly #mayWrite: () => boolean;

  /** @param mayWrite whether the function's role may */
  constructor(cloud: Cloud, { logGroup: group, logFormat: format }: LogSettings, mayWrite: () => boolean) {
    this.#cloud = cloud;
    this.#mayWrite = mayWrite;
    this.#group = group;
    this.#format = format;
  }

  start(requestId: string): void {
    if (this.#format === 'JSON') this.#platform('platform.start', { requestId, version: '$LATEST' });
    else this.raw(`START RequestId: ${requestId} Version: $LATEST`);
  }

  /** A line of the function's console. @param requestId undefined during a cold start */
  console(level: LogLevel, text: string, requestId: string | undefined): void {
    const timestamp = this.#now();
    if (this.#format === 'JSON') this.raw(JSON.stringify({ timestamp, level, requestId, message: text }));
    else this.raw(`${timestamp}\t${requestId ?? 'undefined'}\t${level}\t${text}`);
  }

  /** What the function wrote to its standard output and error past the console. */
  raw(line: string): void {
    if (this.#mayWrite()) this.#cloud.log.write(this.#group, line, this.#stream);
  }

  /** A failed invocation: in the terminal too, as nobody may be waiting for its answer. */
  failed(requestId: string, errorType: string, errorMessage: string): void {
    const error = { errorType, errorMessage };
    const timestamp = this.#now();
    if (this.#format === 'JSON') {
      this.raw(JSON.stringify({ timestamp, level: 'ERROR', requestId, message: error }));
    } else if (statusOf(errorType) === 'timeout')
      this.raw(`${timestamp} ${requestId} ${errorMessage.replace(/^.*Error: /, '')}`);
    else this.raw(`${timestamp}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify(error)}`);
    this.#cloud.log.warn(this.#group, `${requestId} ${errorType}: ${errorMessage}`);
  }

  end(requestId: string, { durationMs, initMs, memoryMb, usedBytes, errorType }: Report): void {
    const usedMb = Math.ceil(usedBytes / 1024 ** 2);
    const billedMs = Math.ceil(durationMs + (initMs ?? 0));
    if (this.#format === 'JSON') {
      this.#platform('platform.report', {
        requestId,
        status: errorType === undefined ? 'success' : statusOf(errorType),
        ...(errorType === undefined ? {} : { errorType }),
        metrics: {
          durationMs: Number(durationMs.toFixed(3)),
          billedDurationMs: billedMs,
          memorySizeMB: memoryMb,
          maxMemoryUsedMB: usedMb,
          initDurationMs: initMs === undefined ? undefined : Number(initMs.toFixed(3)),
        },
      });
      return;
    }
    const report = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedMs} ms`,
      `Memory Size: ${memoryMb} MB`,
      `Max Memory Used: ${usedMb} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
      ...statusFields(errorType),
    ];
    this.raw(`END RequestId: ${requestId}`);
    this.raw(report.join('\t'));
  }

  /** A day's, of one instance that never ends. */
  get #stream(): string {
    const date = this.#now().slice(0, 10).replaceAll('-', '/');
    return `${date}/[$LATEST]${createHash('md5').update(this.#group).digest('hex')}`;
  }

  #now(): string {
    return new Date(this.#cloud.clock.now()).toISOString();
  }

  #platform(type: string, record: Record<string, unknown>): void {
    this.raw(JSON.stringify({ time: this.#now(), type, record }));
  }
}

function statusOf(errorType: string): 'timeout' | 'error' {
  return errorType === 'Sandbox.Timedout' ? 'timeout' : 'error';
}

/** Of a report line: a timeout's has no type. */
function statusFields(errorType: string | undefined): string[] {
  if (errorType === undefined) return [];
  const status = statusOf(errorType);
  return status === 'timeout' ? ['Status: timeout'] : ['Status: error', `Error Type: ${errorType}`];
}
