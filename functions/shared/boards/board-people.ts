import type { AccountItem } from '../../../model/account.ts';
import { accountKey, pointsKey } from '../../../model/keys.ts';
import type { PointsItem } from '../../../model/points.ts';
import { itemIn, readItems, type Reader } from '../read-items.ts';
import { scoreName, scoresOf } from './scores.ts';

/** Somebody as they are now. */
interface Person {
  readonly displayName: string;
  /** On the board. */
  readonly points: number;
  readonly version: number;
}

/** By sub; whoever has no account is left out. */
export type People = ReadonlyMap<string, Person>;

/** Names and points of people, in one request. Nothing else of their accounts is read. */
export async function peopleWith(board: string, subs: readonly string[], reader: Reader): Promise<People> {
  if (subs.length === 0) return new Map();
  const keys = subs.flatMap((sub) => [accountKey(sub), pointsKey(sub)]);
  const items = await readItems(reader, keys, ['displayName', 'version', scoreName(board)]);
  return new Map(
    subs.flatMap((sub): [string, Person][] => {
      const account = itemIn<AccountItem>(items, accountKey(sub));
      if (!account) return [];
      const points = itemIn<PointsItem>(items, pointsKey(sub));
      const score = scoresOf(points ?? undefined).get(board) ?? 0;
      return [[sub, { displayName: account.displayName, points: score, version: points?.version ?? 0 }]];
    }),
  );
}
