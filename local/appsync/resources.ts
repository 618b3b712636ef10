import type { Cloud } from '../cloud.ts';
import type { DeclaredResource, Deploy, DeployedResource } from '../service.ts';
import { readApi } from './api-properties.ts';
import { readCodeSettings, readCache, readCaching, readResolverTarget } from './code-properties.ts';
import { readTarget } from './data-source-properties.ts';
import type { Declarations } from './declarations.ts';
import { physicalId } from './physical-ids.ts';
import { Properties } from './properties.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const CODE_PROPERTIES = ['ApiId', 'Code', 'CodeS3Location', 'Runtime', 'MaxBatchSize', 'DataSourceName'];
const FUNCTION_PROPERTIES = [...CODE_PROPERTIES, 'Name', 'Description', 'FunctionVersion'];
const RESOLVER_PROPERTIES = [
  ...CODE_PROPERTIES,
  'TypeName',
  'FieldName',
  'Kind',
  'PipelineConfig',
  'CachingConfig',
  'MetricsConfig',
];

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Takes in the AppSync resources of a template. */
export class Resources {
  readonly declarations: Mutable<Declarations> = {
    apis: [],
    schemas: [],
    apiKeys: [],
    caches: [],
    dataSources: [],
    functions: [],
    resolvers: [],
  };
  readonly #cloud: Cloud;
  readonly #readObject: ((location: string) => string) | undefined;

  constructor(cloud: Cloud, readObject: ((location: string) => string) | undefined) {
    this.#cloud = cloud;
    this.#readObject = readObject;
  }

  readonly types: Readonly<Record<string, Deploy>> = {
    'AWS::AppSync::GraphQLApi': (declared) => this.#api(declared),
    'AWS::AppSync::GraphQLSchema': (declared) => this.#schema(declared),
    'AWS::AppSync::ApiKey': (declared) => this.#apiKey(declared),
    'AWS::AppSync::ApiCache': (declared) => this.#cache(declared),
    'AWS::AppSync::DataSource': (declared) => this.#dataSource(declared),
    'AWS::AppSync::FunctionConfiguration': (declared) => this.#function(declared),
    'AWS::AppSync::Resolver': (declared) => this.#resolver(declared),
  };

  #api(declared: DeclaredResource): DeployedResource {
    const id = physicalId('api', declared.address);
    const arn = this.#arn(id);
    const path = this.declarations.apis.length === 0 ? '/graphql' : `/apis/${id}/graphql`;
    this.declarations.apis.push(readApi(Properties.of(declared), id, arn));
    const url = `${this.#cloud.url}${path}`;
    const { host } = new URL(url);
    return {
      ref: arn,
      attributes: {
        ApiId: id,
        Arn: arn,
        GraphQLUrl: url,
        GraphQLDns: host,
        GraphQLEndpointArn: `arn:aws:appsync:${this.#cloud.region}:${this.#cloud.accountId}:endpoints/graphql-api/${id}`,
        RealtimeUrl: `${url.replace(/^http/, 'ws')}/realtime`,
        RealtimeDns: host,
      },
    };
  }

  #schema(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared).only('ApiId', 'Definition', 'DefinitionS3Location');
    const apiId = properties.string('ApiId');
    this.declarations.schemas.push({ apiId, definition: this.#text(properties, 'Definition', 'DefinitionS3Location') });
    const id = `${apiId}GraphQLSchema`;
    return { ref: id, attributes: { Id: id } };
  }

  #apiKey(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared).only('ApiId', 'ApiKeyId', 'Description', 'Expires');
    const apiId = properties.string('ApiId');
    const key = `da2-${physicalId('key', declared.address)}`;
    const expires = properties.optionalNumber('Expires');
    // Without `Expires` AWS lets a key live for seven days; it rounds down to the hour.
    const asked = expires === undefined ? this.#cloud.clock.now() + 7 * DAY_MS : expires * 1000;
    const expiresAt = asked - (asked % HOUR_MS);
    this.declarations.apiKeys.push({ apiId, key, expiresAt });
    const arn = `${this.#arn(apiId)}/apikeys/${key}`;
    return { ref: arn, attributes: { ApiKey: key, ApiKeyId: key, Arn: arn } };
  }

  #cache(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    this.declarations.caches.push({ apiId, ...readCache(properties) });
    return { ref: declared.address.replaceAll('/', '-') };
  }

  #dataSource(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    const name = properties.string('Name');
    this.declarations.dataSources.push({ apiId, name, target: readTarget(properties, this.#cloud.region) });
    const arn = `${this.#arn(apiId)}/datasources/${name}`;
    return { ref: arn, attributes: { Name: name, DataSourceArn: arn } };
  }

  #function(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    const name = properties.string('Name');
    const dataSourceName = properties.string('DataSourceName');
    const id = physicalId('function', declared.address);
    const settings = readCodeSettings(properties);
    properties.only(...FUNCTION_PROPERTIES);
    this.declarations.functions.push({ apiId, id, name, dataSourceName, code: this.#code(properties), ...settings });
    const arn = `${this.#arn(apiId)}/functions/${id}`;
    return { ref: arn, attributes: { FunctionId: id, FunctionArn: arn, Name: name, DataSourceName: dataSourceName } };
  }

  #resolver(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    const typeName = properties.string('TypeName');
    const fieldName = properties.string('FieldName');
    const settings = readCodeSettings(properties);
    properties.only(...RESOLVER_PROPERTIES);
    this.declarations.resolvers.push({
      apiId,
      typeName,
      fieldName,
      code: this.#code(properties),
      target: readResolverTarget(properties),
      caching: readCaching(properties),
      ...settings,
    });
    const arn = `${this.#arn(apiId)}/types/${typeName}/resolvers/${fieldName}`;
    return { ref: arn, attributes: { ResolverArn: arn, TypeName: typeName, FieldName: fieldName } };
  }

  #arn(apiId: string): string {
    return `arn:aws:appsync:${this.#cloud.region}:${this.#cloud.accountId}:apis/${apiId}`;
  }

  #code(properties: Properties): string {
    return this.#text(properties, 'Code', 'CodeS3Location');
  }

  /** A text that stands in the template, or in an object that the template names. */
  #text(properties: Properties, inline: string, location: string): string {
    if (properties.has(inline)) return properties.string(inline);
    const object = properties.optionalString(location);
    if (object === undefined) throw properties.fail(`${inline} is required`);
    if (!this.#readObject) throw properties.fail(`${location} can't be read here; use ${inline}`);
    return this.#readObject(object);
  }
}
