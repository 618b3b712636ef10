import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { Device, MutationUnregisterDeviceArgs } from '../../generated/schema.ts';
import type { DeviceCall } from '../../model/device.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context<MutationUnregisterDeviceArgs>): LambdaRequest {
  const { actor, request: by } = causeOf(ctx);
  const payload: DeviceCall = {
    operation: 'unregister',
    deviceId: ctx.args.input.deviceId,
    sub: signedInSub(ctx),
    actor,
    request: by,
  };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context): Device {
  orError(ctx);
  return answered<Device>(ctx);
}
