import { createHash } from 'node:crypto';
import { isObjectType, type GraphQLSchema } from 'graphql';
import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import { logAccess } from '../log-access.ts';
import { GraphqlApi } from './api.ts';
import { Authentication } from './auth/authentication.ts';
import type { DeclaredApi, DeclaredDataSource, DeclaredFunction, Declarations } from './declarations.ts';
import { dynamoDbSource } from './dynamodb/data-source.ts';
import { Pagination } from './dynamodb/pagination.ts';
import { Documents } from './execution/documents.ts';
import { wireFields } from './execution/fields.ts';
import { isLogged } from './log-settings.ts';
import type { ConsoleLog } from './log-settings.ts';
import type { LiveCodes } from './live-code.ts';
import type { AppSyncPorts } from './ports.ts';
import { Subscriptions } from './realtime/subscriptions.ts';
import type { Resolver } from './resolver/resolver.ts';
import { ApiCache } from './resolver/api-cache.ts';
import { eventBridgeSource } from './resolver/event-bridge-source.ts';
import { lambdaSource } from './resolver/lambda-source.ts';
import { noneSource } from './resolver/none-source.ts';
import type { DataSource, Step } from './resolver/step.ts';
import { accessRules } from './schema/access.ts';
import { buildSchema, subscribedMutations } from './schema/schema.ts';

const MAX_FUNCTIONS = 10;

export interface Surroundings {
  readonly cloud: Cloud;
  readonly ports: AppSyncPorts;
  readonly codes: LiveCodes;
}

/**
 * Puts an API together from all that was declared for it.
 * @throws DeploymentError one line that names what is wrong
 */
export function assemble(api: DeclaredApi, declarations: Declarations, surroundings: Surroundings): GraphqlApi {
  const { cloud, ports } = surroundings;
  const own = <T extends { readonly apiId: string }>(all: readonly T[]): T[] =>
    all.filter((one) => one.apiId === api.id);
  const [declaredSchema, ...otherSchemas] = own(declarations.schemas);
  if (!declaredSchema || otherSchemas.length > 0) throw new DeploymentError(`API ${api.id} needs one schema`);
  const schema = buildSchema(declaredSchema.definition);
  const logGroup = `/aws/appsync/apis/${api.id}`;
  const mayLog = mayLogTo(logGroup, api, surroundings);
  const log = (line: string): void => {
    if (mayLog()) cloud.log.note(logGroup, line);
  };
  const logConsole: ConsoleLog = (requestId, field, line) => {
    if (!api.logging) log(`${requestId} ${field} ${line}`);
    else if (isLogged(line, api.logging) && mayLog())
      cloud.log.write(logGroup, `${requestId} ${line}`, logStreamOf(api));
  };
  const warn = (line: string): void => cloud.log.warn(logGroup, line);
  const defaults = { mode: api.defaultMode, allow: api.defaultAllow, additionalModes: api.modes.size > 1 };
  const parts = new Parts(
    { ...declarations, functions: own(declarations.functions), resolvers: own(declarations.resolvers) },
    dataSources(api, own(declarations.dataSources), surroundings),
    surroundings.codes,
  );
  const [cacheSettings, ...otherCaches] = own(declarations.caches);
  if (otherCaches.length > 0) throw new DeploymentError(`API ${api.id} can't have two caches`);
  const cache = cacheSettings && new ApiCache(cacheSettings, cloud.clock);
  wireFields(schema, {
    apiArn: api.arn,
    access: accessRules(schema, defaults),
    resolvers: parts.resolvers(schema),
    env: api.env,
    cache,
    depthLimit: api.depthLimit,
    resolverLimit: api.resolverLimit,
    authorize: (...given) => ports.authorize(...given),
    log,
    warn,
    logConsole,
  });
  return new GraphqlApi({
    id: api.id,
    schema,
    documents: new Documents(schema, api),
    authentication: new Authentication({ ...api, apiKeys: own(declarations.apiKeys) }, ports, cloud.clock),
    subscriptions: new Subscriptions(subscribedMutations(schema), log),
    cache,
    log,
  });
}

/** Without a role AWS logs nothing; here an engineer reads what went wrong all the same. */
function mayLogTo(group: string, { logging }: DeclaredApi, { cloud, ports }: Surroundings): () => boolean {
  if (!logging) return () => true;
  return logAccess(cloud, group, (...call) =>
    ports.isAllowed(ports.roleSession(logging.roleArn, 'APPSYNC_ASSUME_ROLE', 'appsync.amazonaws.com'), ...call),
  );
}

/** Of 32 hexadecimal digits, as AppSync's. */
function logStreamOf({ arn }: DeclaredApi): string {
  return createHash('md5').update(arn).digest('hex');
}

function dataSources(
  api: DeclaredApi,
  declared: readonly DeclaredDataSource[],
  { ports }: Surroundings,
): Map<string, DataSource> {
  const pagination = new Pagination(api.id);
  const sourceOf = ({ name, target }: DeclaredDataSource): DataSource => {
    switch (target.kind) {
      case 'NONE':
        return noneSource(name);
      case 'AWS_LAMBDA':
        return lambdaSource({ name, ...target }, ports);
      case 'AMAZON_DYNAMODB':
        return dynamoDbSource({ name, ...target }, ports, pagination);
      case 'AMAZON_EVENTBRIDGE': {
        const putEvents = ports.putEvents?.bind(ports);
        if (!putEvents) throw new DeploymentError(`Data source ${name}: EventBridge does not run here`);
        return eventBridgeSource(
          { name, ...target },
          { roleSession: (...given) => ports.roleSession(...given), putEvents },
        );
      }
    }
  };
  return new Map(declared.map((source) => [source.name, sourceOf(source)]));
}

/** Functions and resolvers of one API, their code checked and compiled. */
class Parts {
  readonly #declared: Pick<Declarations, 'functions' | 'resolvers'>;
  readonly #dataSources: ReadonlyMap<string, DataSource>;
  readonly #codes: LiveCodes;
  readonly #functions: ReadonlyMap<string, Step>;

  constructor(
    declared: Pick<Declarations, 'functions' | 'resolvers'>,
    dataSources: ReadonlyMap<string, DataSource>,
    codes: LiveCodes,
  ) {
    this.#declared = declared;
    this.#dataSources = dataSources;
    this.#codes = codes;
    this.#functions = new Map(
      declared.functions.map(({ id, name, dataSourceName, ...step }) => [
        id,
        this.#step(`Function ${name}`, dataSourceName, step),
      ]),
    );
  }

  /** By `Type.field`. */
  resolvers(schema: GraphQLSchema): Map<string, Resolver> {
    const resolvers = new Map<string, Resolver>();
    for (const { typeName, fieldName, target, caching, ...step } of this.#declared.resolvers) {
      const name = `${typeName}.${fieldName}`;
      const label = `Resolver ${name}`;
      const type = schema.getType(typeName);
      if (!isObjectType(type) || !type.getFields()[fieldName]) {
        throw new DeploymentError(`${label}: the schema has no field ${name}`);
      }
      if (resolvers.has(name)) throw new DeploymentError(`${label}: the field has two resolvers`);
      const resolver: Resolver =
        target.kind === 'UNIT'
          ? { kind: 'UNIT', step: this.#step(label, target.dataSourceName, step) }
          : {
              kind: 'PIPELINE',
              code: this.#codes.add(label, step.code),
              functions: this.#pipeline(label, target.functionIds),
            };
      resolvers.set(name, { ...resolver, caching });
    }
    return resolvers;
  }

  #pipeline(label: string, ids: readonly string[]): Step[] {
    if (ids.length > MAX_FUNCTIONS) {
      throw new DeploymentError(
        `${label}: a pipeline has at most ${MAX_FUNCTIONS} functions, this one has ${ids.length}`,
      );
    }
    return ids.map((id) => {
      const found = this.#functions.get(id);
      if (!found) throw new DeploymentError(`${label}: the API has no function ${id}`);
      return found;
    });
  }

  #step(
    label: string,
    dataSourceName: string,
    { code, maxBatchSize }: Pick<DeclaredFunction, 'code' | 'maxBatchSize'>,
  ): Step {
    const dataSource = this.#dataSource(label, dataSourceName);
    return { code: this.#codes.add(label, code), dataSource, maxBatchSize };
  }

  #dataSource(label: string, name: string): DataSource {
    const found = this.#dataSources.get(name);
    if (!found) throw new DeploymentError(`${label}: the API has no data source ${name}`);
    return found;
  }
}
