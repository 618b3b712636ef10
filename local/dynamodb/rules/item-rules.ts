import { AwsError } from '../../errors.ts';
import { attributeSize } from '../attribute-value.ts';
import type { Attributes, AttributeValue } from '../attribute-value.ts';
import type { TableKeys } from '../table-keys.ts';

const longestName = 65_535;
const longestPartitionKey = 2_048;
const longestSortKey = 1_024;

/** What AWS refuses of an item that is put and the engine lets pass: names of attributes, keys of indexes. */
export function checkItem(item: Attributes, keys: TableKeys | undefined): void {
  checkNames(item);
  for (const { partition, sort } of keys?.indexes.values() ?? []) {
    checkIndexKey(item[partition.name], longestPartitionKey);
    if (sort) checkIndexKey(item[sort.name], longestSortKey);
  }
}

/** @param value of an attribute that is the key of an index */
function checkIndexKey(value: AttributeValue | undefined, longest: number): void {
  if (!value || attributeSize(value) <= longest) return;
  throw new AwsError(
    'ValidationException',
    longest === longestPartitionKey
      ? // Without the space, as AWS writes it.
        `One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of${longest} bytes`
      : `One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${longest} bytes`,
  );
}

function checkNames(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === '') throw new AwsError('ValidationException', 'Empty attribute name');
    // A name has at least as many bytes as characters, and at most three times as many.
    if (name.length * 3 > longestName && Buffer.byteLength(name) > longestName) {
      throw new AwsError('ValidationException', 'Attribute name is too large, must be less than 65536 bytes');
    }
    checkValue(value);
  }
}

function checkValue(value: AttributeValue): void {
  if (value['M']) checkNames(value['M'] as Attributes);
  if (Array.isArray(value['L'])) for (const member of value['L']) checkValue(member as AttributeValue);
}

/** The assignments of an update that are plain: `SET name = :value`. */
const ASSIGNMENT = /(?:^|[\s,])(#?[\w-]+)\s*=\s*(:\w+)(?=\s*(?:,|$|REMOVE|ADD|DELETE))/gi;

/** The same for an update: the values that it sets as keys of indexes. */
export function checkUpdate(input: Readonly<Record<string, unknown>>, keys: TableKeys | undefined): void {
  const expression = input['UpdateExpression'];
  if (typeof expression !== 'string' || !keys || keys.indexes.size === 0) return;
  const names = (input['ExpressionAttributeNames'] ?? {}) as Readonly<Record<string, string>>;
  const values = (input['ExpressionAttributeValues'] ?? {}) as Readonly<Record<string, AttributeValue>>;
  const set = Object.fromEntries(
    [...expression.matchAll(ASSIGNMENT)].flatMap(([, name = '', placeholder = '']) => {
      const value = values[placeholder];
      return value ? [[names[name] ?? name, value] as const] : [];
    }),
  );
  checkItem(set, keys);
}
