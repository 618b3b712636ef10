import { isObjectType, type GraphQLSchema } from 'graphql';
import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import { GraphqlApi } from './api.ts';
import { Authentication } from './auth/authentication.ts';
import type { DeclaredApi, DeclaredDataSource, Declarations } from './declarations.ts';
import { dynamoDbSource } from './dynamodb/data-source.ts';
import { Pagination } from './dynamodb/pagination.ts';
import { Documents } from './execution/documents.ts';
import { wireFields } from './execution/fields.ts';
import { checkCode } from './javascript/check.ts';
import type { CompiledCode, JavaScriptRuntime } from './javascript/runtime.ts';
import type { AppSyncPorts } from './ports.ts';
import { Subscriptions } from './realtime/subscriptions.ts';
import type { Resolver } from './resolver/resolver.ts';
import { lambdaSource, noneSource } from './resolver/simple-sources.ts';
import type { DataSource, Step } from './resolver/step.ts';
import { accessRules } from './schema/access.ts';
import { buildSchema, subscribedMutations } from './schema/schema.ts';

const MAX_FUNCTIONS = 10;

export interface Surroundings {
  readonly cloud: Cloud;
  readonly ports: AppSyncPorts;
  readonly runtime: JavaScriptRuntime;
  readonly background: (work: Promise<unknown>) => void;
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
  const log = (line: string): void => cloud.log.write(`/aws/appsync/apis/${api.id}`, line);
  const defaults = { mode: api.defaultMode, allow: api.defaultAllow, additionalModes: api.modes.size > 1 };
  const parts = new Parts(
    { ...declarations, functions: own(declarations.functions), resolvers: own(declarations.resolvers) },
    dataSources(api, own(declarations.dataSources), surroundings),
    surroundings.runtime,
  );
  wireFields(schema, {
    apiArn: api.arn,
    access: accessRules(schema, defaults),
    resolvers: parts.resolvers(schema),
    env: api.env,
    depthLimit: api.depthLimit,
    resolverLimit: api.resolverLimit,
    authorize: (...given) => ports.authorize(...given),
    log,
  });
  return new GraphqlApi({
    id: api.id,
    schema,
    documents: new Documents(schema, api),
    authentication: new Authentication({ ...api, apiKeys: own(declarations.apiKeys) }, ports, cloud.clock),
    subscriptions: new Subscriptions(subscribedMutations(schema)),
    log,
  });
}

function dataSources(
  api: DeclaredApi,
  declared: readonly DeclaredDataSource[],
  { ports, background }: Surroundings,
): Map<string, DataSource> {
  const pagination = new Pagination(api.id);
  return new Map(
    declared.map(({ name, target }) => {
      if (target.kind === 'NONE') return [name, noneSource(name)];
      if (target.kind === 'AWS_LAMBDA') return [name, lambdaSource({ name, ...target }, ports, background)];
      return [name, dynamoDbSource({ name, ...target }, ports, pagination)];
    }),
  );
}

/** Functions and resolvers of one API, their code checked and compiled. */
class Parts {
  readonly #declared: Pick<Declarations, 'functions' | 'resolvers'>;
  readonly #dataSources: ReadonlyMap<string, DataSource>;
  readonly #runtime: JavaScriptRuntime;
  readonly #functions: ReadonlyMap<string, Step>;

  constructor(
    declared: Pick<Declarations, 'functions' | 'resolvers'>,
    dataSources: ReadonlyMap<string, DataSource>,
    runtime: JavaScriptRuntime,
  ) {
    this.#declared = declared;
    this.#dataSources = dataSources;
    this.#runtime = runtime;
    this.#functions = new Map(
      declared.functions.map(({ id, name, dataSourceName, code }) => {
        const label = `Function ${name}`;
        return [id, { code: this.#compile(label, code), dataSource: this.#dataSource(label, dataSourceName) }];
      }),
    );
  }

  /** By `Type.field`. */
  resolvers(schema: GraphQLSchema): Map<string, Resolver> {
    const resolvers = new Map<string, Resolver>();
    for (const { typeName, fieldName, code, target } of this.#declared.resolvers) {
      const name = `${typeName}.${fieldName}`;
      const label = `Resolver ${name}`;
      const type = schema.getType(typeName);
      if (!isObjectType(type) || !type.getFields()[fieldName]) {
        throw new DeploymentError(`${label}: the schema has no field ${name}`);
      }
      if (resolvers.has(name)) throw new DeploymentError(`${label}: the field has two resolvers`);
      const compiled = this.#compile(label, code);
      resolvers.set(
        name,
        target.kind === 'UNIT'
          ? { kind: 'UNIT', step: { code: compiled, dataSource: this.#dataSource(label, target.dataSourceName) } }
          : { kind: 'PIPELINE', code: compiled, functions: this.#pipeline(label, target.functionIds) },
      );
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

  #dataSource(label: string, name: string): DataSource {
    const found = this.#dataSources.get(name);
    if (!found) throw new DeploymentError(`${label}: the API has no data source ${name}`);
    return found;
  }

  #compile(label: string, code: string): CompiledCode {
    const [problem] = checkCode(code);
    if (problem) {
      throw new DeploymentError(`${label}, line ${problem.line}, column ${problem.column}: ${problem.message}`);
    }
    return this.#runtime.compile(label, code);
  }
}
