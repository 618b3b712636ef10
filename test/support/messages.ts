import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { newCode } from '../../functions/phone/codes.ts';
import type { NotificationReceipt } from '../../generated/schema.ts';
import { phoneCodeKey } from '../../model/keys.ts';
import { DEMO_PEOPLE } from '../../seed/people.ts';
import type { TestBackend } from './backend.ts';
import type { Client } from './client.ts';
import type { DemoName } from './demo-tokens.ts';
import { subOf } from './notifications.ts';

export const ADD_PHONE = `mutation ($input: AddPhoneNumberInput!) {
  addPhoneNumber(input: $input) { masked verified codeExpiresAt }
}`;
export const VERIFY_PHONE = `mutation ($input: VerifyPhoneNumberInput!) {
  verifyPhoneNumber(input: $input) { masked verified codeExpiresAt }
}`;
export const REMOVE_PHONE = 'mutation { removePhoneNumber { masked verified codeExpiresAt } }';
export const REGISTER_DEVICE = `mutation ($input: RegisterDeviceInput!) {
  registerDevice(input: $input) { id platform name registeredAt }
}`;
export const UNREGISTER_DEVICE =
  'mutation ($input: UnregisterDeviceInput!) { unregisterDevice(input: $input) { id platform name registeredAt } }';
export const DEVICES = '{ devices { items { id platform name registeredAt } most } }';

const RECEIPT = `query ($id: ID!) {
  notificationReceipt(notificationId: $id) { channels { channel status reason at dueAt messages } }
}`;

/** Text messages that a phone has got. */
export function texts({ cloud }: TestBackend, phoneNumber: string): string[] {
  return cloud.cloud.outbox.list({ to: phoneNumber, channel: 'SMS' }).map(({ text }) => text);
}

/** The code that came last to a phone. */
export function codeSentTo(backend: TestBackend, phoneNumber: string): string {
  const code = /\b\d{6}\b/.exec(texts(backend, phoneNumber).at(-1) ?? '')?.[0];
  if (!code) throw new Error(`${phoneNumber} got no code.`);
  return code;
}

/** Makes a phone the person's own. */
export async function provePhone(backend: TestBackend, person: Client, phoneNumber: string): Promise<void> {
  await person.run(ADD_PHONE, { input: { phoneNumber } });
  await person.run(VERIFY_PHONE, { input: { code: codeSentTo(backend, phoneNumber) } });
}

/** @returns id of the device */
export async function registerDevice(person: Client, token: string, platform = 'FCM'): Promise<string> {
  const { registerDevice: device } = await person.run<{ registerDevice: { id: string } }>(REGISTER_DEVICE, {
    input: { platform, token },
  });
  return device.id;
}

/** What became of a notification on one channel. */
export async function receiptOf(person: Client, id: string, channel: string) {
  const { notificationReceipt } = await person.run<{ notificationReceipt: NotificationReceipt }>(RECEIPT, { id });
  const { status, reason, messages } = notificationReceipt.channels.find((one) => one.channel === channel) ?? {};
  return { status, reason, messages };
}

let lastNumber = 5_555_560_000;

/** One that nothing was sent to yet. */
export function aPhoneNumber(): string {
  lastNumber += 1;
  return `+1${lastNumber}`;
}

async function ofEachDemoPerson(backend: TestBackend, work: (sub: string) => Promise<unknown>): Promise<void> {
  for (const name of Object.keys(DEMO_PEOPLE) as DemoName[]) await work(await subOf(backend.as(name)));
}

/** As if no demo person had been sent a code today. */
export function forgetCodes(backend: TestBackend): Promise<void> {
  const { table, tableName: TableName } = backend.operator;
  return ofEachDemoPerson(backend, (sub) => table.send(new DeleteCommand({ TableName, Key: phoneCodeKey(sub) })));
}

/** As if each demo person had been sent the same code. @returns the code */
export async function waitForCodeAsAll(backend: TestBackend): Promise<string> {
  const { table, tableName: TableName } = backend.operator;
  const { code, kept } = await newCode();
  const validUntil = new Date(backend.cloud.cloud.clock.now() + 600_000).toISOString();
  const waiting = { ...kept, number: aPhoneNumber(), validUntil, tries: 0 };
  await ofEachDemoPerson(backend, (sub) => {
    const item = { ...phoneCodeKey(sub), entity: 'PhoneCode', v: 1, sentAt: [], waiting, version: 1 };
    return table.send(new PutCommand({ TableName, Item: item }));
  });
  return code;
}
