import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { JsonFile } from './json-file.ts';

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

/** Where messages end that AWS would deliver. Kept on disk, oldest first. */
export class Outbox {
  readonly #file: JsonFile<OutboxMessage[]>;
  readonly #clock: Clock;

  constructor(stateFolder: string, clock: Clock) {
    this.#file = new JsonFile(join(stateFolder, 'outbox.json'), []);
    this.#clock = clock;
  }

  send(message: Omit<OutboxMessage, 'id' | 'at'>): void {
    const messages = this.#file.value;
    const id = `msg-${String(messages.length + 1).padStart(6, '0')}`;
    this.#file.write([...messages, { id, ...message, at: new Date(this.#clock.now()).toISOString() }]);
  }

  list(filter: { readonly to?: string | null; readonly channel?: string | null } = {}): OutboxMessage[] {
    return this.#file.value.filter(
      (message) =>
        (!filter.to || message.to.toLowerCase() === filter.to.toLowerCase()) &&
        (!filter.channel || message.channel === filter.channel),
    );
  }

  /** Forgets what is in memory and reads the file again. */
  reload(): void {
    this.#file.reload();
  }
}
