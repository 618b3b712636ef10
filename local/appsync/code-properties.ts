import type { DeclaredFunction, DeclaredResolver } from './declarations.ts';
import type { Properties } from './properties.ts';
import type { CacheSettings, CachingConfig } from './resolver/api-cache.ts';
import { canonicalKey, isCachingKey } from './resolver/caching-keys.ts';

const MAX_BATCH_SIZE = 2_000;
/** In seconds. */
const MAX_TTL = 3_600;
const MAX_CACHING_KEYS = 25;

const BEHAVIORS = ['FULL_REQUEST_CACHING', 'PER_RESOLVER_CACHING'] as const;
const CACHE_PROPERTIES = ['ApiId', 'ApiCachingBehavior', 'Ttl', 'Type'];
/** Of those a client notices nothing. */
const CACHE_WITHOUT_EFFECT = ['AtRestEncryptionEnabled', 'TransitEncryptionEnabled', 'HealthMetricsConfig'];

/** What resolvers and functions have in common, their code apart. */
export function readCodeSettings(properties: Properties): Pick<DeclaredFunction, 'maxBatchSize'> {
  const runtime = properties.object('Runtime').only('Name', 'RuntimeVersion');
  if (runtime.optionalString('Name') !== 'APPSYNC_JS') {
    const what = 'only code of the runtime APPSYNC_JS runs here, no mapping templates and no direct Lambda resolvers';
    throw properties.fail(what);
  }
  if (runtime.optionalString('RuntimeVersion') !== '1.0.0') throw runtime.fail('RuntimeVersion must be 1.0.0');
  const batches = properties.has('MaxBatchSize');
  return { maxBatchSize: batches ? properties.integer('MaxBatchSize', 0, MAX_BATCH_SIZE) : 0 };
}

export function readResolverTarget(properties: Properties): DeclaredResolver['target'] {
  const kind = properties.optionalString('Kind') ?? 'UNIT';
  if (kind === 'UNIT') return { kind, dataSourceName: properties.string('DataSourceName') };
  if (kind !== 'PIPELINE') throw properties.fail(`Kind must be UNIT or PIPELINE, not ${kind}`);
  return { kind, functionIds: properties.object('PipelineConfig').strings('Functions') };
}

/** `CachingConfig` of a resolver. */
export function readCaching(properties: Properties): CachingConfig | undefined {
  if (!properties.has('CachingConfig')) return undefined;
  const config = properties.object('CachingConfig').only('CachingKeys', 'Ttl');
  const keys = config.strings('CachingKeys').map(canonicalKey);
  const [wrong] = keys.filter((key) => !isCachingKey(key));
  if (wrong !== undefined) {
    throw config.fail(`CachingKeys: ${wrong} is no entry of context.arguments, context.source or context.identity`);
  }
  if (keys.length > MAX_CACHING_KEYS) throw config.fail(`CachingKeys: at most ${MAX_CACHING_KEYS}`);
  return { keys, ttl: config.integer('Ttl', 1, MAX_TTL) };
}

/** AWS::AppSync::ApiCache. */
export function readCache(properties: Properties): CacheSettings {
  properties.only(...CACHE_PROPERTIES, ...CACHE_WITHOUT_EFFECT).string('Type');
  return { behavior: properties.choice('ApiCachingBehavior', BEHAVIORS), ttl: properties.integer('Ttl', 1, MAX_TTL) };
}
