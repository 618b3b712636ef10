import type { Cloud } from '../cloud.ts';
import type { DeclaredResource, Deploy, DeployedResource } from '../service.ts';
import { readApi } from './api-properties.ts';
import type { DeclaredDataSource, DeclaredResolver, Declarations } from './declarations.ts';
import { physicalId } from './physical-ids.ts';
import { Properties } from './properties.ts';

const DAY_MS = 86_400_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Takes in the AppSync resources of a template. */
export class Resources {
  readonly declarations: Mutable<Declarations> = {
    apis: [],
    schemas: [],
    apiKeys: [],
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
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    this.declarations.schemas.push({ apiId, definition: this.#text(properties, 'Definition', 'DefinitionS3Location') });
    const id = `${apiId}GraphQLSchema`;
    return { ref: id, attributes: { Id: id } };
  }

  #apiKey(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    const key = `da2-${physicalId('key', declared.address)}`;
    const expires = properties.optionalNumber('Expires');
    // Without `Expires` AWS lets a key live for seven days.
    const expiresAt = expires === undefined ? this.#cloud.clock.now() + 7 * DAY_MS : expires * 1000;
    this.declarations.apiKeys.push({ apiId, key, expiresAt });
    const arn = `${this.#arn(apiId)}/apikeys/${key}`;
    return { ref: arn, attributes: { ApiKey: key, ApiKeyId: key, Arn: arn } };
  }

  #dataSource(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    const name = properties.string('Name');
    this.declarations.dataSources.push({ apiId, name, target: readTarget(properties) });
    const arn = `${this.#arn(apiId)}/datasources/${name}`;
    return { ref: arn, attributes: { Name: name, DataSourceArn: arn } };
  }

  #function(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    const name = properties.string('Name');
    const dataSourceName = properties.string('DataSourceName');
    const id = physicalId('function', declared.address);
    this.declarations.functions.push({ apiId, id, name, dataSourceName, code: this.#code(properties) });
    const arn = `${this.#arn(apiId)}/functions/${id}`;
    return { ref: arn, attributes: { FunctionId: id, FunctionArn: arn, Name: name, DataSourceName: dataSourceName } };
  }

  #resolver(declared: DeclaredResource): DeployedResource {
    const properties = Properties.of(declared);
    const apiId = properties.string('ApiId');
    const typeName = properties.string('TypeName');
    const fieldName = properties.string('FieldName');
    const code = this.#code(properties);
    this.declarations.resolvers.push({ apiId, typeName, fieldName, code, target: readResolverTarget(properties) });
    const arn = `${this.#arn(apiId)}/types/${typeName}/resolvers/${fieldName}`;
    return { ref: arn, attributes: { ResolverArn: arn, TypeName: typeName, FieldName: fieldName } };
  }

  #arn(apiId: string): string {
    return `arn:aws:appsync:${this.#cloud.region}:${this.#cloud.accountId}:apis/${apiId}`;
  }

  #code(properties: Properties): string {
    const runtime = properties.object('Runtime');
    if (runtime.optionalString('Name') !== 'APPSYNC_JS') {
      throw properties.fail('only code of the runtime APPSYNC_JS runs here, no mapping templates');
    }
    if (runtime.optionalString('RuntimeVersion') !== '1.0.0') throw runtime.fail('RuntimeVersion must be 1.0.0');
    if (properties.optionalNumber('MaxBatchSize')) throw properties.fail('MaxBatchSize: batching does not run here');
    if (properties.has('SyncConfig')) throw properties.fail('SyncConfig: conflict detection does not run here');
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

function readTarget(properties: Properties): DeclaredDataSource['target'] {
  const kind = properties.string('Type');
  if (kind === 'NONE') return { kind };
  if (kind === 'AWS_LAMBDA') {
    const functionArn = properties.object('LambdaConfig').string('LambdaFunctionArn');
    return { kind, roleArn: properties.string('ServiceRoleArn'), functionArn };
  }
  if (kind !== 'AMAZON_DYNAMODB') throw properties.fail(`a data source of type ${kind} does not run here`);
  const config = properties.object('DynamoDBConfig');
  for (const option of ['UseCallerCredentials', 'Versioned']) {
    if (config.isTrue(option)) throw config.fail(`${option} does not run here`);
  }
  return { kind, roleArn: properties.string('ServiceRoleArn'), table: config.string('TableName') };
}

function readResolverTarget(properties: Properties): DeclaredResolver['target'] {
  const kind = properties.optionalString('Kind') ?? 'UNIT';
  if (kind === 'UNIT') return { kind, dataSourceName: properties.string('DataSourceName') };
  if (kind !== 'PIPELINE') throw properties.fail(`Kind must be UNIT or PIPELINE, not ${kind}`);
  return { kind, functionIds: properties.object('PipelineConfig').strings('Functions') };
}
