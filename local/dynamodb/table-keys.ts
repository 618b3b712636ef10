import { randomUUID } from 'node:crypto';
import type { Attributes, AttributeValue } from './attribute-value.ts';
import type { ItemAccess } from './item-access.ts';
import type { TableShape } from './table-definition.ts';

/** An attribute of a key. */
export interface KeyAttribute {
  readonly name: string;
  /** `S`, `N` or `B`. */
  readonly type: string;
}

/** The key of a table or of one of its indexes. */
export interface Key {
  readonly partition: KeyAttribute;
  readonly sort?: KeyAttribute;
}

/** The key attributes of a table and its indexes, partition key first. */
export class TableKeys {
  readonly #attributes: readonly string[];
  readonly own: Key;
  /** By the index's name. */
  readonly indexes: ReadonlyMap<string, Key>;

  constructor(shape: TableShape) {
    this.own = keyOf(shape, shape.KeySchema);
    this.indexes = new Map(
      [...(shape.GlobalSecondaryIndexes ?? []), ...(shape.LocalSecondaryIndexes ?? [])].map(
        (index) => [index.IndexName, keyOf(shape, index.KeySchema)] as const,
      ),
    );
    this.#attributes = (shape.KeySchema ?? []).map(({ AttributeName }) => AttributeName);
  }

  /** The same text for the same item. */
  identity({ table, item }: ItemAccess): string {
    return JSON.stringify([table, ...this.#attributes.map((name) => Object.values(item?.[name] ?? {})[0])]);
  }

  /** A key that no item has. */
  absentKey(): Attributes {
    const id = randomUUID();
    const values: Readonly<Record<string, string>> = {
      S: id,
      N: String(BigInt(`0x${id.replaceAll('-', '')}`) / 1000n),
      B: Buffer.from(id).toString('base64'),
    };
    const attributes = [this.own.partition, ...(this.own.sort ? [this.own.sort] : [])];
    return Object.fromEntries(attributes.map(({ name, type }) => [name, { [type]: values[type] }]));
  }

  keyOf(item: Attributes): Attributes {
    return Object.fromEntries(this.#attributes.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
  }

  /** The values of the partition key that the access names: `dynamodb:LeadingKeys`. */
  leadingKeys({ item, index, equalities = [] }: ItemAccess): string[] {
    const name = (index === undefined ? this.own : this.indexes.get(index))?.partition.name;
    const named = equalities.filter(([attribute]) => attribute === name).map(([, value]) => value);
    const own: AttributeValue | undefined = name === undefined ? undefined : item?.[name];
    return (own ? [own, ...named] : named).map((value) => String(Object.values(value)[0]));
  }
}

function keyOf(shape: TableShape, schema: TableShape['KeySchema'] = []): Key {
  const attribute = (keyType: string): KeyAttribute | undefined => {
    const name = schema.find(({ KeyType }) => KeyType === keyType)?.AttributeName;
    const type = shape.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
    return name === undefined ? undefined : { name, type: type ?? '' };
  };
  const sort = attribute('RANGE');
  return { partition: attribute('HASH') ?? { name: '', type: '' }, ...(sort && { sort }) };
}
