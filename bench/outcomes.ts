/** How often each outcome was met, in the order of names. */
export type Multiset = Readonly<Record<string, number>>;

export function multiset(outcomes: readonly string[]): Multiset {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

export const UNCONNECTED = 'no connection';

/** What a call came to: what it returns, or the type of the API's error. @throws what is no answer of the API's */
export async function outcomeOf(call: () => Promise<string>): Promise<string> {
  try {
    return await call();
  } catch (error) {
    // The call has not reached the server: it may be made again.
    if (((error as Error).cause as { code?: string } | undefined)?.code === 'UND_ERR_CONNECT_TIMEOUT')
      return UNCONNECTED;
    const type = /"errorType":"(\w+)"/.exec(String(error))?.[1];
    if (!type) throw error;
    return type;
  }
}
