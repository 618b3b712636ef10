import {
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  OperationTypeNode,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { AwsError } from '../../errors.ts';
import { FieldError, unauthorizedField } from '../errors.ts';
import type { ConsoleLog } from '../log-settings.ts';
import type { AppSyncPorts } from '../ports.ts';
import type { ApiCache, CachingConfig } from '../resolver/api-cache.ts';
import { FieldRun } from '../resolver/field-run.ts';
import { resolve, type Resolver } from '../resolver/resolver.ts';
import { mayAccess, type AccessRules } from '../schema/access.ts';
import { leafCoercion } from './java-values.ts';
import type { RequestState } from './state.ts';

export interface FieldSettings {
  /** `arn:…:apis/ID`. */
  readonly apiArn: string;
  readonly access: AccessRules;
  /** By `Type.field`. */
  readonly resolvers: ReadonlyMap<string, Resolver>;
  readonly env: Readonly<Record<string, string>>;
  /** 0: none. */
  readonly depthLimit: number;
  readonly resolverLimit: number;
  readonly cache?: ApiCache;
  readonly authorize: AppSyncPorts['authorize'];
  readonly log: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly logConsole: ConsoleLog;
}

/** More fields than fit into AppSync's largest response, 5 MB, with the shortest names and values. */
export const FIELD_LIMIT = 1_000_000;

type FieldResolver = GraphQLFieldResolver<unknown, RequestState, Readonly<Record<string, unknown>>>;

/** Gives each field of the schema what AppSync does for it: may the caller have it, is it within the limits, its value. */
export function wireFields(schema: GraphQLSchema, settings: FieldSettings): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = fieldResolver(type.name, field.name, roots.includes(type), settings);
      field.resolve = withLeafValues(resolve, field.type) as typeof field.resolve;
    }
  }
}

/** Gives values of AppSync's own types the form that graphql-java gives them, where graphql-js would refuse them. */
function withLeafValues(resolve: FieldResolver, type: GraphQLOutputType): FieldResolver {
  const coerce = leafCoercion(getNamedType(type).name);
  if (!coerce) return resolve;
  return (...field) => {
    const value = resolve(...field);
    return value instanceof Promise
      ? value.then((settled) => eachLeaf(settled, type, coerce))
      : eachLeaf(value, type, coerce);
  };
}

function eachLeaf(value: unknown, type: GraphQLOutputType, coerce: (leaf: unknown) => unknown): unknown {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (value === null || value === undefined) return value;
  if (!isListType(inner)) return coerce(value);
  return Array.isArray(value) ? value.map((entry: unknown) => eachLeaf(entry, inner.ofType, coerce)) : value;
}

function fieldResolver(typeName: string, fieldName: string, isRoot: boolean, settings: FieldSettings): FieldResolver {
  const { access, resolvers, depthLimit, resolverLimit } = settings;
  const name = `${typeName}.${fieldName}`;
  const grants = access.get(name) ?? [];
  const resolver = resolvers.get(name);
  const caching = resolver && settings.cache?.configOf(resolver);
  return (source, args, state, info) => {
    state.fields += 1;
    // The whole response is refused in the end; until then it shall not grow.
    if (state.fields > FIELD_LIMIT) return null;
    if (!mayAccess(grants, state.caller)) throw unauthorizedField(typeName, fieldName);
    if (isRoot && !state.delivering) {
      authorizeByPolicy(typeName, fieldName, state, settings);
      if (info.operation.operation === OperationTypeNode.SUBSCRIPTION) state.subscription = { field: fieldName, args };
    }
    if (depthLimit > 0 && depthOf(info.path) > depthLimit) {
      throw new FieldError('Query depth limit reached.', 'QueryDepthLimitReached');
    }
    if (!resolver || state.delivering) return property(source, fieldName);
    state.resolverCalls += 1;
    if (state.resolverCalls > resolverLimit) {
      throw new FieldError('Resolver invocation limit reached.', 'ResolverExecutionLimitReached');
    }
    const run = new FieldRun(state, { source, args, info, batch: state.batches.of(resolver) }, settings);
    const evaluate = (): Promise<unknown> => run.field.batch.join(() => resolve(resolver, run));
    const isQuery = info.operation.operation === OperationTypeNode.QUERY;
    const value =
      settings.cache && caching && isQuery
        ? cached(settings.cache, caching, { name, source, run }, evaluate)
        : evaluate();
    return value.catch((error: unknown) => {
      throw error instanceof FieldError ? error : internalFailure(name, error, state, settings);
    });
  };
}

/** On a hit no code of the resolver runs. What ended with an error, or has some beside it, is not kept. */
async function cached(
  cache: ApiCache,
  caching: CachingConfig,
  { name, source, run }: { readonly name: string; readonly source: unknown; readonly run: FieldRun },
  evaluate: () => Promise<unknown>,
): Promise<unknown> {
  const key = cache.keyOf(name, caching, { ...run.field, source });
  const hit = cache.get(key);
  if (hit) return hit.value;
  const value = await evaluate();
  if (!run.hasErrors) cache.put(key, value, caching);
  return value;
}

/** A signed request needs `appsync:GraphQL` on each root field. */
function authorizeByPolicy(typeName: string, fieldName: string, state: RequestState, settings: FieldSettings): void {
  if (state.caller.mode !== 'AWS_IAM') return;
  const resource = `${settings.apiArn}/types/${typeName}/fields/${fieldName}`;
  try {
    settings.authorize(state.caller.principal, 'appsync:GraphQL', [resource]);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // AppSync tells the caller nothing of policies; who runs it needs the reason.
    settings.log(`${state.requestId} ${typeName}.${fieldName} ${error.message}`);
    throw unauthorizedField(typeName, fieldName);
  }
}

/** Something broke that isn't the resolver's doing: told in the log only. */
function internalFailure(name: string, error: unknown, state: RequestState, settings: FieldSettings): FieldError {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  settings.log(`${state.requestId} ${name} ${reason}`);
  return new FieldError('An internal failure occurred.', 'InternalFailure');
}

/** Levels of fields: a list's items are on their list's level. */
function depthOf(path: { readonly prev: unknown; readonly key: string | number }): number {
  let depth = 0;
  for (let at: typeof path | undefined = path; at; at = at.prev as typeof path | undefined) {
    if (typeof at.key === 'string') depth += 1;
  }
  return depth;
}

function property(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  return (source as Readonly<Record<string, unknown>>)[name];
}
