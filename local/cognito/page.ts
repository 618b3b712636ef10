import { type Input, invalidParameter } from './input.ts';

interface Token {
  readonly id: string;
  /** Where it stood: should it be gone, what followed it stands there now. */
  readonly index: number;
}

/** What follows the item that a token names, and the token of what follows that. */
export function pageOf<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  input: Input,
  tokenName: 'NextToken' | 'PaginationToken' = 'NextToken',
): { readonly page: T[]; readonly next: Readonly<Record<string, string>> } {
  const limit = input.limit('Limit', 60);
  const given = input.optionalText(tokenName);
  const from = given === undefined ? 0 : startOf(all, idOf, readToken(given));
  const page = all.slice(from, from + limit);
  const last = from + limit < all.length ? page.at(-1) : undefined;
  if (last === undefined) return { page, next: {} };
  const token: Token = { id: idOf(last), index: from + page.length - 1 };
  return { page, next: { [tokenName]: Buffer.from(JSON.stringify(token)).toString('base64url') } };
}

function startOf<T>(all: readonly T[], idOf: (item: T) => string, { id, index }: Token): number {
  const found = all.findIndex((item) => idOf(item) === id);
  return found < 0 ? index : found + 1;
}

function readToken(text: string): Token {
  try {
    const { id, index } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Token>;
    if (typeof id === 'string' && Number.isSafeInteger(index)) return { id, index: Math.max(Number(index), 0) };
  } catch {
    // Answered below like any other text that is no token.
  }
  throw invalidParameter('Invalid pagination token');
}
