import { isObject } from '../properties.ts';

/** What a cached value may depend on. */
export interface CacheableField {
  readonly arguments: unknown;
  readonly source: unknown;
  readonly identity: unknown;
}

/** Names that the keys of resolvers and of `extensions.evictFromApiCache` may use for the same. */
const ABBREVIATIONS: Readonly<Record<string, string>> = { ctx: 'context', args: 'arguments' };

const MAPS = ['arguments', 'source', 'identity'] as const;

/** `$ctx.args.id` as `context.arguments.id`. */
export function canonicalKey(key: string): string {
  const [context = '', map, ...fields] = key.trim().replace(/^\$/, '').split('.');
  return [context, ...(map === undefined ? [] : [map])]
    .map((name) => ABBREVIATIONS[name] ?? name)
    .concat(fields)
    .join('.');
}

/** A canonical caching key that AWS documents: one of the maps `arguments`, `source`, `identity`, or a field in it. */
export function isCachingKey(key: string): boolean {
  const [context, map, ...fields] = key.split('.');
  return context === 'context' && MAPS.some((name) => name === map) && !fields.includes('');
}

/** The value that a canonical caching key stands for; null where there is none. */
export function valueAt(key: string, field: CacheableField): unknown {
  let value: unknown = field;
  for (const name of key.split('.').slice(1)) {
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : null;
  }
  return value ?? null;
}

/** JSON text that is the same for equal values, in whatever order their members stand. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
