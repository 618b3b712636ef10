import type { Attributes, AttributeValue } from '../attribute-value.ts';

type Message = Readonly<Record<string, unknown>>;

/** An assignment to an element: the path of its list, and its number. */
const ELEMENT = /((?:#?[\w-]+)(?:\.#?[\w-]+|\[\d+\])*?)\[(\d+)\](?=\s*=(?!=))/g;

/** Whether an update assigns elements of lists: then it matters how long they are. */
export function assignsElements({ UpdateExpression: expression }: Message): boolean {
  return typeof expression === 'string' && expression.search(ELEMENT) !== -1;
}

/**
 * The update with each element that is beyond the end of its list at the next place there, in the order of the numbers,
 * as AWS does it. The engine fills the gap with nulls.
 */
export function withElementsInPlace(update: Message, item: Attributes | undefined): Message {
  const expression = String(update['UpdateExpression']);
  const names = (update['ExpressionAttributeNames'] ?? {}) as Readonly<Record<string, string>>;
  const byList = Map.groupBy(expression.matchAll(ELEMENT), ([, list = '']) => list);
  const places = new Map<string, number>();
  for (const [list, matches] of byList) {
    const length = lengthOf(item, list, names);
    if (length === undefined) continue;
    const beyond = [...new Set(matches.map(([, , number]) => Number(number)))]
      .filter((number) => number >= length)
      .sort((one, other) => one - other);
    for (const [offset, number] of beyond.entries()) places.set(`${list}[${number}]`, length + offset);
  }
  const moved = expression.replaceAll(ELEMENT, (whole, list: string) => {
    const place = places.get(whole);
    return place === undefined ? whole : `${list}[${place}]`;
  });
  return { ...update, UpdateExpression: moved };
}

function lengthOf(
  item: Attributes | undefined,
  path: string,
  names: Readonly<Record<string, string>>,
): number | undefined {
  let value: AttributeValue | undefined = item && { M: item };
  for (const step of path.match(/#?[\w-]+|\[\d+\]/g) ?? []) {
    value = step.startsWith('[')
      ? (value?.['L'] as AttributeValue[] | undefined)?.[Number(step.slice(1, -1))]
      : (value?.['M'] as Attributes | undefined)?.[names[step] ?? step];
  }
  const list = value?.['L'];
  return Array.isArray(list) ? list.length : undefined;
}
