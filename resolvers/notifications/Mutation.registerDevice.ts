import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { Device, MutationRegisterDeviceArgs } from '../../generated/schema.ts';
import type { DeviceCall } from '../../model/device.ts';
import { firstOf, line } from '../../model/validation.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

const LONGEST_NAME = 80;
const LONGEST_TOKEN = 4_096;

export function request(ctx: Context<MutationRegisterDeviceArgs>): LambdaRequest {
  const { platform, token, name } = ctx.args.input;
  refuseIf(firstOf([line('token', token, 1, LONGEST_TOKEN), line('name', name, 1, LONGEST_NAME)]));
  const { actor, request: by } = causeOf(ctx);
  const payload: DeviceCall = {
    operation: 'register',
    platform,
    token: token.trim(),
    name: name ? name.trim() : null,
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
