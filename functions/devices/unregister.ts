import type { Device } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { toDevice, type DeviceCall, type DevicesItem } from '../../model/device.ts';
import { notFound } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { accountKey, devicesKey } from '../../model/keys.ts';
import { dropDevice } from '../shared/drop-device.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { deleteEndpoint } from './endpoint.ts';
import { tableName } from './environment.ts';

type UnregisterCall = Extract<DeviceCall, { operation: 'unregister' }>;

/** Forgets a device of the person's: from now on nothing is sent to it, and SNS has no endpoint for it. */
export async function unregisterDevice(call: UnregisterCall): Promise<FunctionAnswer<Device>> {
  const { sub, deviceId, actor, request } = call;
  const keys = { account: accountKey(sub), mine: devicesKey(sub) };
  const items = await readItems({ table, tableName }, Object.values(keys));
  const inactive = inactiveAccount(itemIn<AccountItem>(items, keys.account), new Date().toISOString());
  if (inactive) return { refusal: inactive };
  const device = itemIn<DevicesItem>(items, keys.mine)?.devices[deviceId];
  if (!device) return { refusal: notFound('device') };
  await deleteEndpoint(device.endpointArn);
  await dropDevice(tableName, sub, deviceId, { actor, request, origin: 'Mutation.unregisterDevice' });
  return { value: toDevice(deviceId, device) };
}
