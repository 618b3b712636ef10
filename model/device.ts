import type { Device, DeviceList, DevicePlatform } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/** How many devices a person can have. */
export const MOST_DEVICES = 10;

/** An app on a device. */
export interface RegisteredDevice {
  readonly platform: DevicePlatform;
  /** ARN of its endpoint in SNS. The token stays there. */
  readonly endpointArn: string;
  readonly name?: string;
  /** ISO 8601. */
  readonly registeredAt: string;
}

/** A person's devices, in one item: they are few, and whoever sends reads them with the person. */
export type DevicesItem = Key & {
  readonly entity: 'Devices';
  readonly v: 1;
  /** By id. */
  readonly devices: Readonly<Record<string, RegisteredDevice>>;
  /** Goes up with every change. */
  readonly version: number;
  readonly cause: Cause;
};

/** Whose an app on a device is. */
export type DeviceOwnerItem = Key & {
  readonly entity: 'DeviceOwner';
  readonly sub: string;
};

/** What the function behind the fields of devices is asked for. */
export type DeviceCall = { readonly sub: string; readonly actor: string; readonly request: string } & (
  | {
      readonly operation: 'register';
      readonly platform: DevicePlatform;
      readonly token: string;
      readonly name: string | null;
    }
  | { readonly operation: 'unregister'; readonly deviceId: string }
);

export function toDevice(id: string, { platform, name, registeredAt }: RegisteredDevice): Device {
  return { id, platform, name: name ?? null, registeredAt };
}

export function toDeviceList(item: DevicesItem | null): DeviceList {
  const devices = item?.devices ?? {};
  const items = Object.keys(devices)
    .flatMap((id) => {
      const device = devices[id];
      return device ? [`${device.registeredAt} ${id}`] : [];
    })
    .sort()
    .flatMap((text) => {
      const id = text.split(' ')[1] ?? '';
      const device = devices[id];
      return device ? [toDevice(id, device)] : [];
    });
  return { items, most: MOST_DEVICES };
}
