import { createHash } from 'node:crypto';
import type { Device, DevicePlatform } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import {
  MOST_DEVICES,
  toDevice,
  type DeviceCall,
  type DeviceOwnerItem,
  type DevicesItem,
  type RegisteredDevice,
} from '../../model/device.ts';
import { conflict, invalid, rateLimited, type DomainError } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { accountKey, deviceOwnerKey, devicesKey } from '../../model/keys.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { readyEndpoint } from './endpoint.ts';
import { applications, tableName } from './environment.ts';
import { ownDevice } from './own-device.ts';

type RegisterCall = Extract<DeviceCall, { operation: 'register' }>;

/** Others may register devices of the same person at the same time. */
const ATTEMPTS = 5;

/** Registers an app on a device. The token stays with SNS. */
export async function registerDevice(call: RegisterCall): Promise<FunctionAnswer<Device>> {
  const application = applications[call.platform];
  if (!application) return { refusal: notConfigured(call.platform) };
  const id = deviceIdOf(call);
  const early = await refusalOf(call, id);
  if (early) return { refusal: early };
  const endpointArn = await readyEndpoint(application, call.token);
  if (endpointArn === undefined) return { refusal: notConfigured(call.platform) };
  if (endpointArn === null) return { refusal: invalid('token', 'format', malformedToken(call.platform)) };
  return keep(call, id, endpointArn);
}

async function keep(call: RegisterCall, id: string, endpointArn: string): Promise<FunctionAnswer<Device>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { refusal, mine, owner } = await read(call, id);
    if (refusal) return { refusal };
    const device = deviceOf(call, endpointArn, mine?.devices[id]);
    if (await ownDevice({ tableName, call, id, device, mine, owner })) return { value: toDevice(id, device) };
  }
  return { refusal: rateLimited() };
}

/** Nothing is asked of SNS for who may not. */
async function refusalOf(call: RegisterCall, id: string): Promise<DomainError | null> {
  return (await read(call, id)).refusal;
}

interface Standing {
  readonly refusal: DomainError | null;
  readonly mine: DevicesItem | null;
  readonly owner: DeviceOwnerItem | null;
}

async function read({ sub }: RegisterCall, id: string): Promise<Standing> {
  const keys = { account: accountKey(sub), mine: devicesKey(sub), owner: deviceOwnerKey(id) };
  const items = await readItems({ table, tableName }, Object.values(keys));
  const mine = itemIn<DevicesItem>(items, keys.mine);
  const refusal =
    inactiveAccount(itemIn<AccountItem>(items, keys.account), new Date().toISOString()) ?? tooMany(mine, id);
  return { refusal, mine, owner: itemIn<DeviceOwnerItem>(items, keys.owner) };
}

function tooMany(mine: DevicesItem | null, id: string): DomainError | null {
  const others = Object.keys(mine?.devices ?? {}).filter((other) => other !== id);
  return others.length < MOST_DEVICES
    ? null
    : conflict(`You have ${MOST_DEVICES} devices, and can't have more: unregister one first.`);
}

/** What was given first stays, where nothing else is given. */
function deviceOf(
  { platform, name }: RegisterCall,
  endpointArn: string,
  known: RegisteredDevice | undefined,
): RegisteredDevice {
  const chosen = name ?? known?.name;
  return {
    platform,
    endpointArn,
    ...(chosen ? { name: chosen } : {}),
    registeredAt: known?.registeredAt ?? new Date().toISOString(),
  };
}

/** The same for the same app on the same device. Apple's tokens are hexadecimal, in either case. */
function deviceIdOf({ platform, token }: RegisterCall): string {
  const canonical = platform === 'APNS' ? token.toLowerCase() : token;
  const digest = createHash('sha256')
    .update(JSON.stringify([platform, canonical]))
    .digest('hex');
  return `dev_${digest.slice(0, 32)}`;
}

function notConfigured(platform: DevicePlatform): DomainError {
  return invalid('platform', 'configured', `Push notifications by ${platform} aren't set up here: leave them out.`);
}

function malformedToken(platform: DevicePlatform): string {
  return `Give the \`token\` as ${platform} has given it to the app.`;
}
