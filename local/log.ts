import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Told of each line that AWS would have in a log group. */
export type LogListener = (group: string, stream: string, line: string) => void;

/** Keeps log groups as files, one folder a group as in CloudWatch, and shows warnings in the terminal. */
export class Log {
  readonly #folder: string;
  readonly #print: (line: string) => void;
  #listener: LogListener | undefined;

  /** @param print receives what an engineer should see at once */
  constructor(folder: string, print: (line: string) => void) {
    this.#folder = folder;
    this.#print = print;
    mkdirSync(folder, { recursive: true });
  }

  /** The one that is told from now on of what is written. */
  listen(listener: LogListener): void {
    this.#listener = listener;
  }

  /** Appends to a log group, such as `/aws/lambda/confirm`, as on AWS. */
  write(group: string, line: string, stream = 'local'): void {
    this.note(group, line);
    this.#listener?.(group, stream, line);
  }

  /** For who runs the cloud, beside what is in the log group on AWS. */
  note(group: string, line: string): void {
    const name = `${group.replaceAll(/[^\w.-]+/g, '_').replace(/^_/, '')}.log`;
    appendFileSync(join(this.#folder, name), `${line}\n`);
  }

  /** Something went wrong that AWS would show in a log or the console only: shown in the terminal too. */
  warn(group: string, line: string): void {
    this.note(group, line);
    this.#print(`${group}: ${line}`);
  }
}
