import { deepEqual } from 'node:assert/strict';
import type { Device, DeviceList, PhoneNumber } from '../../generated/schema.ts';
import { ADD_PHONE, DEVICES, REGISTER_DEVICE, REMOVE_PHONE, UNREGISTER_DEVICE, VERIFY_PHONE } from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

const PHONE = '+15555550199';
const MASKED = '+*******0199';

/** Where people are told. In this order: what is registered is then looked at, and forgotten. */
export function telling({ learner, textTo }: School): readonly Operation[] {
  let deviceId = '';
  return [
    {
      name: 'addPhoneNumber',
      title: 'Have a code sent to my phone',
      budget: 6,
      run: async () => {
        const { addPhoneNumber } = await learner.ask<{ addPhoneNumber: PhoneNumber }>(ADD_PHONE, {
          input: { phoneNumber: PHONE },
        });
        deepEqual([addPhoneNumber.masked, addPhoneNumber.verified], [MASKED, false]);
      },
    },
    {
      name: 'verifyPhoneNumber',
      title: 'Prove my phone by the code',
      budget: 4,
      run: async () => {
        const code = /\b\d{6}\b/.exec(await textTo(PHONE))?.[0];
        const { verifyPhoneNumber } = await learner.ask<{ verifyPhoneNumber: PhoneNumber }>(VERIFY_PHONE, {
          input: { code },
        });
        deepEqual(verifyPhoneNumber, { masked: MASKED, verified: true, codeExpiresAt: null });
      },
    },
    {
      name: 'removePhoneNumber',
      title: 'Have my phone forgotten',
      budget: 3,
      run: async () => {
        const { removePhoneNumber } = await learner.ask<{ removePhoneNumber: PhoneNumber }>(REMOVE_PHONE);
        deepEqual(removePhoneNumber, { masked: null, verified: false, codeExpiresAt: null });
      },
    },
    {
      name: 'registerDevice',
      title: 'Register a device for push notifications',
      budget: 6,
      run: async () => {
        const input = { platform: 'FCM', token: 'a-token', name: 'My phone' };
        const { registerDevice } = await learner.ask<{ registerDevice: Device }>(REGISTER_DEVICE, { input });
        deepEqual([registerDevice.platform, registerDevice.name], ['FCM', 'My phone']);
        deviceId = registerDevice.id;
      },
    },
    {
      name: 'devices',
      title: 'My devices',
      budget: 1,
      run: async () => {
        const { devices } = await learner.ask<{ devices: DeviceList }>(DEVICES);
        deepEqual(
          devices.items.map(({ id, name }) => [id, name]),
          [[deviceId, 'My phone']],
        );
      },
    },
    {
      name: 'unregisterDevice',
      title: 'End push notifications to a device',
      budget: 4,
      run: async () => {
        const { unregisterDevice } = await learner.ask<{ unregisterDevice: Device }>(UNREGISTER_DEVICE, {
          input: { deviceId },
        });
        deepEqual(unregisterDevice, { id: deviceId });
      },
    },
  ];
}
