import { isObjectType, OperationTypeNode, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { AwsError } from '../../errors.ts';
import { FieldError, unauthorizedField } from '../errors.ts';
import type { AppSyncPorts } from '../ports.ts';
import { FieldRun } from '../resolver/field-run.ts';
import { resolve, type Resolver } from '../resolver/resolver.ts';
import { mayAccess, type AccessRules } from '../schema/access.ts';
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
  readonly authorize: AppSyncPorts['authorize'];
  readonly log: (line: string) => void;
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
      field.resolve = fieldResolver(type.name, field.name, roots.includes(type), settings) as typeof field.resolve;
    }
  }
}

function fieldResolver(typeName: string, fieldName: string, isRoot: boolean, settings: FieldSettings): FieldResolver {
  const { access, resolvers, depthLimit, resolverLimit } = settings;
  const grants = access.get(`${typeName}.${fieldName}`) ?? [];
  const resolver = resolvers.get(`${typeName}.${fieldName}`);
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
    return resolve(resolver, new FieldRun(state, { source, args, info }, settings)).catch((error: unknown) => {
      throw error instanceof FieldError ? error : internalFailure(`${typeName}.${fieldName}`, error, state, settings);
    });
  };
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
