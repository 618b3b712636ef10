import type { IndexShape, KeySchemaElement, TableShape } from './table-definition.ts';

export interface TableChanges {
  /** Says which keys differ, where a table can't become what its template declares. */
  readonly conflict?: string;
  /** Inputs of UpdateTable, without the table's name, to be sent one after the other. */
  readonly updates: readonly Readonly<Record<string, unknown>>[];
}

/** What makes an existing table the declared one. */
export function tableChanges(existing: TableShape, declared: TableShape): TableChanges {
  const types = (shape: TableShape) =>
    new Map(shape.AttributeDefinitions?.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const keys = (shape: TableShape, schema: readonly KeySchemaElement[] = []) =>
    schema
      .map(({ AttributeName, KeyType }) => `${AttributeName} (${KeyType} ${types(shape).get(AttributeName)})`)
      .join(', ');
  const index = (shape: TableShape, { KeySchema, Projection }: IndexShape) =>
    `${keys(shape, KeySchema)} ${Projection.ProjectionType} ${[...(Projection.NonKeyAttributes ?? [])].sort().join(', ')}`.trim();
  const indexes = (shape: TableShape, of: readonly IndexShape[] = []) =>
    new Map(of.map((each) => [each.IndexName, index(shape, each)]));

  const oldKeys = keys(existing, existing.KeySchema);
  const newKeys = keys(declared, declared.KeySchema);
  if (oldKeys !== newKeys) return { conflict: `has the keys ${oldKeys}, the template ${newKeys}`, updates: [] };

  const oldLocal = describe(indexes(existing, existing.LocalSecondaryIndexes));
  const newLocal = describe(indexes(declared, declared.LocalSecondaryIndexes));
  if (oldLocal !== newLocal) {
    return { conflict: `has the local indexes ${oldLocal}, the template ${newLocal}`, updates: [] };
  }

  const oldGlobal = indexes(existing, existing.GlobalSecondaryIndexes);
  const newGlobal = indexes(declared, declared.GlobalSecondaryIndexes);
  for (const [name, wanted] of newGlobal) {
    const found = oldGlobal.get(name) ?? wanted;
    if (found !== wanted)
      return { conflict: `has the index ${name} as ${found}, the template as ${wanted}`, updates: [] };
  }
  const removed = [...oldGlobal.keys()].filter((name) => !newGlobal.has(name));
  const added = (declared.GlobalSecondaryIndexes ?? []).filter(({ IndexName }) => !oldGlobal.has(IndexName));
  return {
    updates: [
      ...removed.map((IndexName) => ({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] })),
      ...added.map((created) => ({
        AttributeDefinitions: declared.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: created }],
      })),
      ...streamUpdates(existing.StreamSpecification, declared.StreamSpecification),
    ],
  };
}

type Stream = TableShape['StreamSpecification'];

function streamUpdates(existing: Stream, declared: Stream): Readonly<Record<string, unknown>>[] {
  if (existing?.StreamViewType === declared?.StreamViewType) return [];
  return [
    ...(existing?.StreamEnabled ? [{ StreamSpecification: { StreamEnabled: false } }] : []),
    ...(declared ? [{ StreamSpecification: declared }] : []),
  ];
}

function describe(indexes: ReadonlyMap<string, string>): string {
  return (
    [...indexes]
      .map(([name, shape]) => `${name}: ${shape}`)
      .sort()
      .join('; ') || 'none'
  );
}
