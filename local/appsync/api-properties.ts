import { AUTH_MODES, type AuthMode } from './auth/caller.ts';
import type { UserPoolSettings } from './auth/authentication.ts';
import type { DeclaredApi } from './declarations.ts';
import { FIELD_LOG_LEVELS } from './log-settings.ts';
import type { LogSettings } from './log-settings.ts';
import type { Properties } from './properties.ts';

/** AppSync's own limit, where an API sets none. */
const RESOLVER_LIMIT = 10_000;
const DEPTH_MAXIMUM = 75;

const AUTH_PROPERTIES = ['AuthenticationType', 'UserPoolConfig'];
const API_PROPERTIES = [
  ...AUTH_PROPERTIES,
  'AdditionalAuthenticationProviders',
  'ApiType',
  'EnvironmentVariables',
  'IntrospectionConfig',
  'QueryDepthLimit',
  'ResolverCountLimit',
  'Visibility',
  'LogConfig',
];
/** Of those a client notices nothing. */
const WITHOUT_EFFECT = ['Name', 'Tags', 'OwnerContact', 'XrayEnabled', 'EnhancedMetricsConfig'];
const VARIABLE_NAME = /^[A-Za-z]\w+$/;
const MAX_VARIABLES = 50;
const VARIABLE_LIMIT = 512;

/** The properties of an AWS::AppSync::GraphQLApi. */
export function readApi(properties: Properties, id: string, arn: string): DeclaredApi {
  if ((properties.optionalString('ApiType') ?? 'GRAPHQL') !== 'GRAPHQL') {
    throw properties.fail('only an ApiType of GRAPHQL runs here');
  }
  const additional = properties.objects('AdditionalAuthenticationProviders');
  for (const provider of additional) provider.only(...AUTH_PROPERTIES);
  const providers = [properties, ...additional];
  const modes = providers.map(readMode);
  // What AWS refuses is said first, what can't run here after it.
  properties.only(...API_PROPERTIES, ...WITHOUT_EFFECT);
  if (properties.has('Visibility')) properties.choice('Visibility', ['GLOBAL']);
  const userPools = providers.flatMap((provider, index) =>
    modes[index] === 'AMAZON_COGNITO_USER_POOLS' ? [readUserPool(provider.object('UserPoolConfig'))] : [],
  );
  refuseDuplicates(properties, modes, userPools);
  const defaultAction = properties.object('UserPoolConfig').optionalString('DefaultAction') ?? 'ALLOW';
  if (defaultAction !== 'ALLOW' && modes.length > 1) {
    throw properties.fail('DefaultAction must be ALLOW with AdditionalAuthenticationProviders');
  }
  return {
    id,
    arn,
    defaultMode: modes[0] ?? 'API_KEY',
    defaultAllow: defaultAction === 'ALLOW',
    modes: new Set(modes),
    userPools,
    logging: readLogging(properties),
    env: readVariables(properties.object('EnvironmentVariables')),
    introspection: (properties.optionalString('IntrospectionConfig') ?? 'ENABLED') === 'ENABLED',
    depthLimit: limit(properties, 'QueryDepthLimit', DEPTH_MAXIMUM),
    resolverLimit: limit(properties, 'ResolverCountLimit', RESOLVER_LIMIT) || RESOLVER_LIMIT,
  };
}

/** Undefined: AWS logs nothing. */
function readLogging(properties: Properties): LogSettings | undefined {
  if (!properties.has('LogConfig')) return undefined;
  const config = properties.object('LogConfig');
  config.only('CloudWatchLogsRoleArn', 'ExcludeVerboseContent', 'FieldLogLevel');
  return {
    roleArn: config.string('CloudWatchLogsRoleArn'),
    fieldLevel: config.choice('FieldLogLevel', FIELD_LOG_LEVELS),
  };
}

function readMode(provider: Properties): AuthMode {
  const type = provider.string('AuthenticationType');
  const mode = AUTH_MODES.find((known) => known === type);
  if (!mode) throw provider.fail(`the AuthenticationType ${type} does not run here`);
  return mode;
}

function refuseDuplicates(
  properties: Properties,
  modes: readonly AuthMode[],
  pools: readonly UserPoolSettings[],
): void {
  const single = modes.filter((mode) => mode !== 'AMAZON_COGNITO_USER_POOLS');
  if (new Set(single).size < single.length) throw properties.fail('an AuthenticationType stands twice');
  const ids = pools.map(({ poolId }) => poolId);
  if (new Set(ids).size < ids.length) throw properties.fail('a user pool stands twice');
}

function readVariables(variables: Properties): Record<string, string> {
  const values = variables.stringMap();
  if (Object.keys(values).length > MAX_VARIABLES) throw variables.fail(`at most ${MAX_VARIABLES} variables`);
  for (const [name, value] of Object.entries(values)) {
    if (!VARIABLE_NAME.test(name)) {
      throw variables.fail(`${name} must begin with a letter and have two or more letters, digits and underscores`);
    }
    if (value.length > VARIABLE_LIMIT) throw variables.fail(`${name} is longer than ${VARIABLE_LIMIT} characters`);
  }
  return values;
}

function readUserPool(config: Properties): UserPoolSettings {
  config.only('AppIdClientRegex', 'AwsRegion', 'DefaultAction', 'UserPoolId');
  const pattern = config.optionalString('AppIdClientRegex');
  const poolId = config.string('UserPoolId');
  const defaultAuthStrategy = config.optionalString('DefaultAction') === 'DENY' ? 'DENY' : 'ALLOW';
  const settings = { poolId, defaultAuthStrategy } as const;
  return pattern ? { ...settings, clientPattern: new RegExp(`^(?:${pattern})$`) } : settings;
}

/** 0: none. */
function limit(properties: Properties, name: string, maximum: number): number {
  return properties.has(name) ? properties.integer(name, 0, maximum) : 0;
}
