import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { DeviceCall, DeviceOwnerItem, DevicesItem, RegisteredDevice } from '../../model/device.ts';
import { deviceOwnerKey, devicesKey } from '../../model/keys.ts';
import { table } from '../shared/table.ts';

/** A device that becomes a person's, and what there was when that was decided. */
interface Owning {
  readonly tableName: string;
  readonly call: Pick<DeviceCall, 'sub' | 'actor' | 'request'>;
  readonly id: string;
  readonly device: RegisteredDevice;
  readonly mine: DevicesItem | null;
  readonly owner: DeviceOwnerItem | null;
}

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * Makes a device the person's, and no longer that of who had it before: their notifications are none of this person's.
 * @returns false where something has changed meanwhile
 */
export async function ownDevice(owning: Owning): Promise<boolean> {
  const { call, owner } = owning;
  const others = owner && owner.sub !== call.sub ? [takeFrom(owning, owner.sub)] : [];
  try {
    await table.send(new TransactWriteCommand({ TransactItems: [putDevices(owning), putOwner(owning), ...others] }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

function putDevices({ tableName, call, id, device, mine }: Owning): Write {
  const { sub, actor, request } = call;
  const Item: DevicesItem = {
    ...devicesKey(sub),
    entity: 'Devices',
    v: 1,
    devices: { ...mine?.devices, [id]: device },
    version: (mine?.version ?? 0) + 1,
    cause: { actor, request, origin: 'Mutation.registerDevice' },
  };
  return {
    Put: {
      TableName: tableName,
      Item,
      ...(mine
        ? { ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': mine.version } }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  };
}

function putOwner({ tableName, call, id, owner }: Owning): Write {
  const Item: DeviceOwnerItem = { ...deviceOwnerKey(id), entity: 'DeviceOwner', sub: call.sub };
  return {
    Put: {
      TableName: tableName,
      Item,
      ...(owner
        ? {
            ConditionExpression: '#sub = :seen',
            ExpressionAttributeNames: { '#sub': 'sub' },
            ExpressionAttributeValues: { ':seen': owner.sub },
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  };
}

function takeFrom({ tableName, id }: Owning, sub: string): Write {
  return {
    Update: {
      TableName: tableName,
      Key: devicesKey(sub),
      UpdateExpression: 'REMOVE devices.#id ADD version :one',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#id': id },
      ExpressionAttributeValues: { ':one': 1 },
    },
  };
}
