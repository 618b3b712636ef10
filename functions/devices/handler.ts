import type { Device } from '../../generated/schema.ts';
import type { DeviceCall } from '../../model/device.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { registerDevice } from './register.ts';
import { unregisterDevice } from './unregister.ts';

/** Devices are told apart by hashes, and SNS knows them as endpoints: neither is for AppSync's JavaScript. */
export function handler(call: DeviceCall): Promise<FunctionAnswer<Device>> {
  return call.operation === 'register' ? registerDevice(call) : unregisterDevice(call);
}
