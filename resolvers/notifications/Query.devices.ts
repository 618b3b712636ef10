import type { Context } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { DeviceList } from '../../generated/schema.ts';
import { toDeviceList, type DevicesItem } from '../../model/device.ts';
import { devicesKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

/** Consistently: who has just registered a device looks for it. */
export function request(ctx: Context) {
  return get({ key: devicesKey(signedInSub(ctx)), consistentRead: true });
}

export function response(ctx: Context): DeviceList {
  orError(ctx);
  return toDeviceList(ctx.result as DevicesItem | null);
}
