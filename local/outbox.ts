import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from './clock.ts';

/** A message that would have left AWS: an e-mail, a text message, a push. */
export interface OutboxMessage {
  readonly id: string;
  readonly to: string;
  readonly channel: 'EMAIL' | 'SMS' | 'PUSH';
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601, by the cloud's clock. */
  readonly at: string;
}

/** A message to be sent; its id is the sending service's, where that gives one. */
export type NewOutboxMessage = Omit<OutboxMessage, 'id' | 'at'> & { readonly id?: string };

/** Where messages end that AWS would deliver. Kept on disk, a line a message, oldest first. */
export class Outbox {
  readonly #path: string;
  readonly #clock: Clock;
  #messages: OutboxMessage[];

  constructor(stateFolder: string, clock: Clock) {
    this.#path = join(stateFolder, 'outbox.jsonl');
    this.#clock = clock;
    this.#messages = this.#read();
  }

  /** They are on disk when this returns. */
  send(...messages: readonly NewOutboxMessage[]): void {
    if (messages.length === 0) return;
    const at = new Date(this.#clock.now()).toISOString();
    const sent = messages.map((message, index): OutboxMessage => {
      const id = `msg-${String(this.#messages.length + index + 1).padStart(6, '0')}`;
      return { ...message, id: message.id ?? id, at };
    });
    mkdirSync(dirname(this.#path), { recursive: true });
    appendFileSync(this.#path, sent.map((message) => `${JSON.stringify(message)}\n`).join(''));
    this.#messages.push(...sent);
  }

  list(filter: { readonly to?: string | null; readonly channel?: string | null } = {}): OutboxMessage[] {
    return this.#messages.filter(
      (message) =>
        (!filter.to || message.to.toLowerCase() === filter.to.toLowerCase()) &&
        (!filter.channel || message.channel === filter.channel),
    );
  }

  /** Forgets what is in memory and reads the file again. */
  reload(): void {
    this.#messages = this.#read();
  }

  #read(): OutboxMessage[] {
    if (!existsSync(this.#path)) return [];
    // The last line is empty, or was cut off by a killed process: what follows must not continue it.
    const lines = readFileSync(this.#path, 'utf8').split('\n').slice(0, -1);
    writeFileSync(this.#path, lines.map((line) => `${line}\n`).join(''));
    return lines.map((line) => JSON.parse(line) as OutboxMessage);
  }
}
