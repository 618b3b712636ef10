import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps log groups as files, one folder a group as in CloudWatch, and shows warnings in the terminal. */
export class Log {
  readonly #folder: string;
  readonly #print: (line: string) => void;

  /** @param print receives what an engineer should see at once */
  constructor(folder: string, print: (line: string) => void) {
    this.#folder = folder;
    this.#print = print;
    mkdirSync(folder, { recursive: true });
  }

  /** Appends to a log group, such as `/aws/lambda/confirm`. */
  write(group: string, line: string): void {
    const name = `${group.replaceAll(/[^\w.-]+/g, '_').replace(/^_/, '')}.log`;
    appendFileSync(join(this.#folder, name), `${line}\n`);
  }

  /** Something went wrong that AWS would show in a log or the console only: shown in the terminal too. */
  warn(group: string, line: string): void {
    this.write(group, line);
    this.#print(`${group}: ${line}`);
  }
}
