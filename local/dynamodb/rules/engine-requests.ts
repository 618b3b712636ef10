import type { Attributes } from '../attribute-value.ts';
import { assignsElements, withElementsInPlace } from './list-elements.ts';

type Message = Readonly<Record<string, unknown>>;
type Call = (operation: string, input: Message) => Promise<Message>;

/** The request as the engine does on it what AWS does on the original. */
export async function requestForEngine(operation: string, input: Message, call: Call): Promise<Message> {
  if (operation === 'UpdateItem') return updateForEngine(input, call);
  if (operation !== 'TransactWriteItems' || !Array.isArray(input['TransactItems'])) return input;
  const actions = (input['TransactItems'] as (Message | undefined)[]).map(async (item) =>
    item?.['Update'] ? { ...item, Update: await updateForEngine(item['Update'] as Message, call) } : item,
  );
  return { ...input, TransactItems: await Promise.all(actions) };
}

async function updateForEngine(update: Message, call: Call): Promise<Message> {
  const ordered = withOrderedRemovals(update);
  if (!assignsElements(ordered)) return ordered;
  const { TableName, Key } = update;
  // What is wrong with the request, the engine says when it gets it.
  const answer = await call('GetItem', { TableName, Key, ConsistentRead: true }).catch(() => undefined);
  return withElementsInPlace(ordered, answer?.['Item'] as Attributes | undefined);
}

const REMOVE = /((?<![#:\w])REMOVE\s)((?:(?!(?<![#:\w])(?:SET|ADD|DELETE)\s).)*)/is;

/**
 * The engine removes one element after the other, so that those behind move up before their turn. AWS counts them as
 * they stood: the last goes first.
 */
function withOrderedRemovals(update: Message): Message {
  const expression = update['UpdateExpression'];
  if (typeof expression !== 'string' || !/\]\s*,/.test(expression)) return update;
  const ordered = expression.replace(REMOVE, (_, keyword: string, paths: string) => {
    const all = paths.split(',').map((path) => path.trim());
    return `${keyword}${all.toSorted(lastFirst).join(', ')} `;
  });
  return { ...update, UpdateExpression: ordered.trim() };
}

function lastFirst(one: string, other: string): number {
  const [left, right] = [one.split(/[.[\]]+/), other.split(/[.[\]]+/)];
  for (const [level, name] of left.entries()) {
    const against = right[level] ?? '';
    if (name === against) continue;
    const areIndexes = /^\d+$/.test(name) && /^\d+$/.test(against);
    return areIndexes ? Number(against) - Number(name) : name < against ? -1 : 1;
  }
  return 0;
}
