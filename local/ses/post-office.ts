import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cloud } from '../cloud.ts';
import type { NewOutboxMessage } from '../outbox.ts';
import type { ConfigurationSet } from './configuration-sets.ts';
import { eventsOf, feedbackId, wanted } from './events.ts';
import type { MailEvent } from './events.ts';
import { arriving } from './mail.ts';
import type { Mail } from './mail.ts';
import { MailStore } from './mail-store.ts';

export interface PostOfficePorts {
  configurationSet(name: string): ConfigurationSet | undefined;
  /** Tells the default bus; on disk when it returns. */
  publish(event: MailEvent, set: ConfigurationSet, time: string): void;
}

const FILE = 'ses.sqlite';
/** Mails that are read from the store together. */
const together = 100;

/** Brings accepted mails to the outbox and tells their events, at least once each: also after a killed process. */
export class PostOffice {
  readonly #cloud: Cloud;
  readonly #ports: PostOfficePorts;
  readonly #folder: string;
  store: MailStore;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(cloud: Cloud, ports: PostOfficePorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#folder = join(cloud.stateFolder, 'ses');
    this.store = new MailStore(join(this.#folder, FILE));
  }

  /** The message is on disk, and in the outbox where it arrives, when this returns; its events come later. */
  accept(mail: Mail): void {
    this.store.accept(mail);
    this.#cloud.outbox.send(...outboxMessages(mail));
    this.#run();
  }

  /** Goes on with what a process that was killed has left. */
  resume(): void {
    const left = this.store.accepted(Number.MAX_SAFE_INTEGER);
    if (left.length === 0) return;
    const arrived = new Set(this.#cloud.outbox.list().map(({ id, to }) => `${id} ${to}`));
    const missing = left.flatMap(outboxMessages).filter(({ id, to }) => !arrived.has(`${id} ${to}`));
    this.#cloud.outbox.send(...missing);
    this.#run();
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  snapshot(folder: string): void {
    mkdirSync(folder, { recursive: true });
    this.store.copyTo(join(folder, FILE));
  }

  async restore(folder: string): Promise<void> {
    await this.idle();
    const path = join(this.#folder, FILE);
    this.store.close();
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
    const kept = join(folder, FILE);
    if (existsSync(kept)) copyFileSync(kept, path);
    this.store = new MailStore(path);
    this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    this.store.close();
  }

  #run(): void {
    this.#running ??= this.#tell().finally(() => {
      this.#running = undefined;
      // Came while the last ones ended.
      if (!this.#stopped && this.store.accepted(1).length > 0) this.#run();
    });
  }

  async #tell(): Promise<void> {
    while (!this.#stopped) {
      // First the answer to the caller, then what happens to the message.
      await nextTurn();
      const mails = this.store.accepted(together);
      if (mails.length === 0) return;
      for (const mail of mails) this.#settle(mail);
    }
  }

  #settle(mail: Mail): void {
    const now = this.#cloud.clock.now();
    const set = mail.configurationSet === undefined ? undefined : this.#ports.configurationSet(mail.configurationSet);
    if (set) {
      const events = wanted(eventsOf(mail, { accountId: this.#cloud.accountId, now }), set);
      for (const event of events) this.#ports.publish(event, set, new Date(now).toISOString());
    }
    const listed = mail.recipients.filter(({ lists }) => lists);
    this.store.settle(
      mail,
      listed.map(({ address, fate }) => ({
        address,
        reason: fate === 'bounced' ? 'BOUNCE' : 'COMPLAINT',
        updatedAt: now,
        messageId: mail.id,
        feedbackId: feedbackId(mail),
      })),
    );
  }
}

function outboxMessages(mail: Mail): NewOutboxMessage[] {
  const { id, subject, text, html } = mail;
  const headers: Record<string, string> = {
    Date: new Date(mail.acceptedAt).toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${id}@email.amazonses.com>`,
  };
  for (const { name, value } of mail.headers) {
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return mail.recipients
    .filter(({ fate }) => arriving.has(fate))
    .map(({ address: to }) => ({ id, to, channel: 'EMAIL', subject, text, html, headers }));
}
