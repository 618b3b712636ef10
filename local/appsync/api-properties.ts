import { AUTH_MODES, type AuthMode } from './auth/caller.ts';
import type { UserPoolSettings } from './auth/authentication.ts';
import type { DeclaredApi } from './declarations.ts';
import type { Properties } from './properties.ts';

/** AppSync's own limit, where an API sets none. */
const RESOLVER_LIMIT = 10_000;
const DEPTH_MAXIMUM = 75;

/** The properties of an AWS::AppSync::GraphQLApi. */
export function readApi(properties: Properties, id: string, arn: string): DeclaredApi {
  if ((properties.optionalString('ApiType') ?? 'GRAPHQL') !== 'GRAPHQL') {
    throw properties.fail('only an ApiType of GRAPHQL runs here');
  }
  const providers = [properties, ...properties.objects('AdditionalAuthenticationProviders')];
  const modes = providers.map(readMode);
  const userPools = providers.flatMap((provider, index) =>
    modes[index] === 'AMAZON_COGNITO_USER_POOLS' ? [readUserPool(provider.object('UserPoolConfig'))] : [],
  );
  const defaultAction = properties.object('UserPoolConfig').optionalString('DefaultAction') ?? 'ALLOW';
  return {
    id,
    arn,
    defaultMode: modes[0] ?? 'API_KEY',
    defaultAllow: defaultAction === 'ALLOW',
    modes: new Set(modes),
    userPools,
    env: properties.object('EnvironmentVariables').stringMap(),
    introspection: (properties.optionalString('IntrospectionConfig') ?? 'ENABLED') === 'ENABLED',
    depthLimit: limit(properties, 'QueryDepthLimit', DEPTH_MAXIMUM),
    resolverLimit: limit(properties, 'ResolverCountLimit', RESOLVER_LIMIT) || RESOLVER_LIMIT,
  };
}

function readMode(provider: Properties): AuthMode {
  const type = provider.string('AuthenticationType');
  const mode = AUTH_MODES.find((known) => known === type);
  if (!mode) throw provider.fail(`the AuthenticationType ${type} does not run here`);
  return mode;
}

function readUserPool(config: Properties): UserPoolSettings {
  const pattern = config.optionalString('AppIdClientRegex');
  const poolId = config.string('UserPoolId');
  return pattern ? { poolId, clientPattern: new RegExp(`^(?:${pattern})$`) } : { poolId };
}

function limit(properties: Properties, name: string, maximum: number): number {
  const value = properties.optionalNumber(name) ?? 0;
  if (!Number.isInteger(value) || value < 0 || value > maximum) {
    throw properties.fail(`${name} must be an integer from 0 to ${maximum}`);
  }
  return value;
}
