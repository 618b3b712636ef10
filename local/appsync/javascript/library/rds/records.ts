const { parse } = JSON;

type Fields = Readonly<Record<string, unknown>>;

interface StatementResult {
  readonly records?: readonly (readonly Fields[])[];
  readonly columnMetadata?: readonly { readonly label?: string; readonly name?: string }[];
}

const SCALARS = ['stringValue', 'longValue', 'doubleValue', 'booleanValue', 'blobValue'];
const LISTS = ['stringValues', 'longValues', 'doubleValues', 'booleanValues'];

/** The elements of the Data API's ArrayValue, lists in lists included. */
function elementsOf(array: Fields): unknown[] {
  const list = LISTS.find((name) => Array.isArray(array[name]));
  if (list) return array[list] as unknown[];
  return ((array['arrayValues'] ?? []) as Fields[]).map(elementsOf);
}

/** The value of the Data API's Field; undefined for NULL. */
function valueOf(field: Fields): unknown {
  if (field['arrayValue']) return elementsOf(field['arrayValue'] as Fields);
  const type = SCALARS.find((name) => Object.hasOwn(field, name));
  return type && field[type];
}

function rowsOf({ records, columnMetadata }: StatementResult): Fields[] {
  // A statement that only changes has neither: AppSync answers one empty row for it.
  if (!records) return [{}];
  const names = (columnMetadata ?? []).map(({ label, name }) => label ?? name ?? '');
  return records.map((record) => {
    const row: Record<string, unknown> = {};
    record.forEach((field, index) => {
      const value = valueOf(field);
      if (value !== undefined) row[names[index] ?? ''] = value;
    });
    return row;
  });
}

/** The rows of each statement in a result of the Data API, given as text or as an object; null for anything else. */
export function toJsonObject(data: unknown): Fields[][] | null {
  try {
    const { sqlStatementResults } = (typeof data === 'string' ? parse(data) : data) as {
      sqlStatementResults: StatementResult[];
    };
    return sqlStatementResults.map(rowsOf);
  } catch {
    return null;
  }
}
