type Input = Readonly<Record<string, unknown>>;

/** The member that lists what a batch left undone. */
const UNPROCESSED: Readonly<Record<string, string>> = {
  BatchGetItem: 'UnprocessedKeys',
  BatchWriteItem: 'UnprocessedItems',
};

/**
 * The first half of a batch, and what an answer says of the other. Undefined for all that isn't a batch of two or more:
 * AWS refuses a throttled request of which it could do nothing.
 */
export function withoutUnprocessed(operation: string, input: Input): { input: Input; unprocessed: Input } | undefined {
  const member = UNPROCESSED[operation];
  if (!member) return undefined;
  const entries = Object.entries((input['RequestItems'] ?? {}) as Record<string, unknown>).flatMap(([table, request]) =>
    listOf(request).map((entry) => ({ table, request, entry })),
  );
  if (entries.length < 2) return undefined;
  const half = Math.ceil(entries.length / 2);
  const requestItems = (part: typeof entries) =>
    Object.fromEntries(
      [...Map.groupBy(part, ({ table }) => table)].map(([table, group]) => [
        table,
        withList(
          group[0]?.request,
          group.map(({ entry }) => entry),
        ),
      ]),
    );
  return {
    input: { ...input, RequestItems: requestItems(entries.slice(0, half)) },
    unprocessed: { [member]: requestItems(entries.slice(half)) },
  };
}

/** Of a table in BatchWriteItem: its requests; in BatchGetItem: its keys. */
function listOf(request: unknown): unknown[] {
  if (Array.isArray(request)) return request;
  const keys = (request as { Keys?: unknown } | null)?.Keys;
  return Array.isArray(keys) ? keys : [];
}

function withList(request: unknown, list: readonly unknown[]): unknown {
  return Array.isArray(request) ? list : { ...(request as Input), Keys: list };
}
