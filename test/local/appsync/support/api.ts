import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AppSync } from '../../../../local/appsync/appsync.ts';
import type { AppSyncPorts } from '../../../../local/appsync/ports.ts';
import type { DeployedResource } from '../../../../local/service.ts';
import { newCloud } from '../../support/cloud.ts';
import type { StoppedClock } from '../../support/cloud.ts';
import { FakePorts, POOL } from './ports.ts';
import { serve } from './server.ts';

export const NOW = Date.parse('2026-11-20T12:00:00Z');
const PASS = 'export const request = (ctx) => ({}); export const response = (ctx) => ctx.prev?.result ?? ctx.result;';

export interface ResolverOptions {
  readonly code?: string;
  /** `none`, `table`, `function` or `bus`. */
  readonly dataSource?: string;
  readonly functions?: readonly { readonly code: string; readonly dataSource?: string }[];
  /** Further properties of the resource. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface ApiOptions {
  readonly schema: string;
  /** By `Type.field`; a text is the code of a unit resolver on the data source `none`. */
  readonly resolvers?: Readonly<Record<string, string | ResolverOptions>>;
  readonly api?: Readonly<Record<string, unknown>>;
  readonly apiKey?: Readonly<Record<string, unknown>>;
  /** Properties of its cache; none: it has no cache. */
  readonly cache?: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { data?: Record<string, unknown> | null; errors?: Record<string, unknown>[] };
}

/** What a resolver of a NONE data source looks like: `payload` is an expression of `ctx`. */
export function none(payload: string, response = 'ctx.result'): string {
  return `export function request(ctx) { return { payload: ${payload} }; }
export function response(ctx) { return ${response}; }`;
}

/** What the text of an AWSJSON field stands for. */
export function valueOf(field: unknown): unknown {
  return typeof field === 'string' ? (JSON.parse(field) as unknown) : null;
}

/** A resolver that sends this request object, and returns what came back. */
export function table(request: string, response = 'return { result: ctx.result, error: ctx.error };'): ResolverOptions {
  return {
    dataSource: 'table',
    code: `import { util } from '@aws-appsync/utils';
export function request(ctx) { return ${request}; }
export function response(ctx) { ${response} }`,
  };
}

/** An AppSync on which resources can be deployed one by one, with the services that it asks. */
export function appSync(more: Partial<AppSyncPorts> = {}): {
  service: AppSync;
  ports: FakePorts;
  clock: StoppedClock;
  logged: () => string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'appsync-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cloud = newCloud({ stateFolder: folder, now: NOW });
  const { clock } = cloud;
  const ports = Object.assign(new FakePorts(), more);
  const logged = (): string =>
    readdirSync(join(folder, 'logs'))
      .map((file) => readFileSync(join(folder, 'logs', file), 'utf8'))
      .join('\n');
  return { service: new AppSync(cloud, ports), ports, clock, logged };
}

export function deploy(
  service: AppSync,
  type: string,
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
): DeployedResource {
  const run = service.resourceTypes[`AWS::AppSync::${type}`];
  if (!run) throw new Error(`no type ${type}`);
  const declared = { type: `AWS::AppSync::${type}`, logicalId, stack: 'Api', address: `Api/${logicalId}`, properties };
  return run(declared) as DeployedResource;
}

/** Declares an API with all three modes; returns its id and its key. */
export function declare(service: AppSync, options: ApiOptions, name = 'Api'): { apiId: string; apiKey: string } {
  const attributes = deploy(service, 'GraphQLApi', name, {
    Name: name,
    AuthenticationType: 'API_KEY',
    AdditionalAuthenticationProviders: [
      { AuthenticationType: 'AWS_IAM' },
      { AuthenticationType: 'AMAZON_COGNITO_USER_POOLS', UserPoolConfig: { UserPoolId: POOL } },
    ],
    ...options.api,
  }).attributes;
  const ApiId = attributes?.['ApiId'] ?? '';
  const runtime = { Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' } };
  deploy(service, 'GraphQLSchema', `${name}Schema`, { ApiId, Definition: options.schema });
  const key = deploy(service, 'ApiKey', `${name}Key`, { ApiId, Expires: NOW / 1000 + 3600, ...options.apiKey });
  const role = { ApiId, ServiceRoleArn: 'role-arn' };
  deploy(service, 'DataSource', `${name}None`, { ApiId, Name: 'none', Type: 'NONE' });
  const dynamodb = { Type: 'AMAZON_DYNAMODB', DynamoDBConfig: { TableName: 'main', AwsRegion: 'us-east-1' } };
  deploy(service, 'DataSource', `${name}Table`, { ...role, Name: 'table', ...dynamodb });
  const lambda = { Type: 'AWS_LAMBDA', LambdaConfig: { LambdaFunctionArn: 'function-arn' } };
  deploy(service, 'DataSource', `${name}Function`, { ...role, Name: 'function', ...lambda });
  const bus = { Type: 'AMAZON_EVENTBRIDGE', EventBridgeConfig: { EventBusArn: 'bus-arn' } };
  deploy(service, 'DataSource', `${name}Bus`, { ...role, Name: 'bus', ...bus });
  if (options.cache) deploy(service, 'ApiCache', `${name}Cache`, { ApiId, Type: 'SMALL', ...options.cache });
  for (const [field, given] of Object.entries(options.resolvers ?? {})) {
    const [TypeName = '', FieldName = ''] = field.split('.');
    const resolver: ResolverOptions = typeof given === 'string' ? { code: given } : given;
    const functions = resolver.functions?.map((step, index) => {
      const id = `${name}${TypeName}${FieldName}${index}`;
      const DataSourceName = step.dataSource ?? 'none';
      return deploy(service, 'FunctionConfiguration', id, {
        ApiId,
        Name: id,
        DataSourceName,
        Code: step.code,
        ...runtime,
      }).attributes?.['FunctionId'];
    });
    deploy(service, 'Resolver', `${name}${TypeName}${FieldName}`, {
      ApiId,
      TypeName,
      FieldName,
      Code: resolver.code ?? PASS,
      ...runtime,
      ...resolver.properties,
      ...(functions
        ? { Kind: 'PIPELINE', PipelineConfig: { Functions: functions } }
        : { DataSourceName: resolver.dataSource ?? 'none' }),
    });
  }
  return { apiId: ApiId, apiKey: key.attributes?.['ApiKey'] ?? '' };
}

export interface RunningApi extends ReturnType<typeof appSync> {
  readonly url: string;
  readonly apiKey: string;
  readonly apiId: string;
  /** Posts to `/graphql`, by default with the API key. */
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  query(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

/** An API served over HTTP until the test ends. */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const parts = appSync();
  const { apiId, apiKey } = declare(parts.service, options);
  parts.service.start();
  const { url, close } = await serve(parts.service);
  onTestFinished(close);
  const post = async (
    body: string,
    headers: Readonly<Record<string, string>> = { 'x-api-key': apiKey },
  ): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, { method: 'POST', body, headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
  const query: RunningApi['query'] = (text, variables, headers) =>
    post(JSON.stringify({ query: text, variables }), headers);
  return { ...parts, url, apiKey, apiId, post, query };
}
