import type { Clock } from '../../clock.ts';
import { isObject } from '../properties.ts';
import { canonicalKey, canonicalText, valueAt, type CacheableField } from './caching-keys.ts';

/** `AWS::AppSync::ApiCache`. */
export interface CacheSettings {
  readonly behavior: 'FULL_REQUEST_CACHING' | 'PER_RESOLVER_CACHING';
  /** In seconds. */
  readonly ttl: number;
}

/** `CachingConfig` of a resolver. */
export interface CachingConfig {
  /** Canonical; none: all arguments, the source and the identity. */
  readonly keys: readonly string[];
  /** In seconds. */
  readonly ttl: number;
}

interface Entry {
  /** JSON text, so that who gets the value can't change it for the next. */
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

const DEFAULT_KEYS = ['context.arguments', 'context.source', 'context.identity'];
/** In characters; the oldest entries make room. AWS's smallest instance holds ten times as much. */
const CAPACITY = 100_000_000;

/** An API's server-side cache: "Configuring server-side caching" in AWS's guide. It forgets all when the process ends. */
export class ApiCache {
  readonly #settings: CacheSettings;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #size = 0;

  constructor(settings: CacheSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** How a resolver's results are cached; undefined: they aren't. */
  configOf(resolver: { readonly caching?: CachingConfig }): CachingConfig | undefined {
    if (this.#settings.behavior === 'PER_RESOLVER_CACHING') return resolver.caching;
    return { keys: [], ttl: this.#settings.ttl };
  }

  /** Where the value of a field is kept. */
  keyOf(name: string, { keys }: CachingConfig, field: CacheableField): string {
    const parts = keys.length > 0 ? keys : DEFAULT_KEYS;
    return entryKey(
      name,
      parts.map((key) => [key, valueAt(key, field)]),
    );
  }

  get(key: string): { readonly value: unknown } | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.expires > this.#clock.now()) return { value: JSON.parse(entry.value) as unknown };
    this.#delete(key);
    return undefined;
  }

  put(key: string, value: unknown, { ttl }: CachingConfig): void {
    const text = JSON.stringify(value ?? null);
    this.#delete(key);
    this.#entries.set(key, { value: text, expires: this.#clock.now() + ttl * 1000 });
    this.#size += text.length + key.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= CAPACITY) return;
      this.#delete(oldest);
    }
  }

  /**
   * `extensions.evictFromApiCache`, as its call was recorded.
   * @returns how many entries were deleted
   */
  evict(eviction: unknown): number {
    const { typeName, fieldName, keyValuePair } = isObject(eviction) ? eviction : {};
    const pairs = Object.entries(isObject(keyValuePair) ? keyValuePair : {});
    const name = `${String(typeName)}.${String(fieldName)}`;
    const key = entryKey(
      name,
      pairs.map(([given, value]) => [canonicalKey(given), value]),
    );
    const entry = this.#entries.get(key);
    this.#delete(key);
    return entry && entry.expires > this.#clock.now() ? 1 : 0;
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }

  #delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#size -= entry.value.length + key.length;
  }
}

/** The order of the parts counts, as AWS documents for evictions. */
function entryKey(name: string, parts: readonly (readonly [key: string, value: unknown])[]): string {
  return `${name} ${canonicalText(parts)}`;
}
