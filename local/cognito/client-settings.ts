import type { DeclaredResource } from '../service.ts';
import { READABLE_BY_DEFAULT, type Schema, WRITABLE_BY_DEFAULT } from './attributes.ts';
import { clientIdOf, generatedName } from './physical-ids.ts';
import { Properties } from './properties.ts';

/** An app client as a template declares it. Durations in milliseconds. */
export interface UserPoolClient {
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  /** Whether requests have to prove that they know its secret. */
  readonly hasSecret: boolean;
  /** Known once the pool's state is. */
  readonly secret?: string | undefined;
  /** ExplicitAuthFlows, without the prefix `ALLOW_`. */
  readonly flows: readonly string[];
  readonly accessTokenMs: number;
  readonly idTokenMs: number;
  readonly refreshTokenMs: number;
  /** How long a challenge may take. */
  readonly authSessionMs: number;
  readonly revokesTokens: boolean;
  readonly hidesUsers: boolean;
  /** For how long a refresh token that was exchanged may be used again. Absent: refresh tokens don't rotate. */
  readonly rotationGraceMs?: number | undefined;
  readonly readable: readonly string[];
  readonly writable: readonly string[];
}

const RUN = [
  'AccessTokenValidity',
  'AuthSessionValidity',
  'ClientName',
  'EnableTokenRevocation',
  'ExplicitAuthFlows',
  'GenerateSecret',
  'IdTokenValidity',
  'PreventUserExistenceErrors',
  'ReadAttributes',
  'RefreshTokenRotation',
  'RefreshTokenValidity',
  'SupportedIdentityProviders',
  'TokenValidityUnits',
  'UserPoolId',
  'WriteAttributes',
];

/** Of OAuth, which needs a domain: a pool has none here. */
const IRRELEVANT = [
  'AllowedOAuthFlows',
  'AllowedOAuthFlowsUserPoolClient',
  'AllowedOAuthScopes',
  'CallbackURLs',
  'DefaultRedirectURI',
  'EnablePropagateAdditionalUserContextData',
  'LogoutURLs',
];

/** CUSTOM_AUTH is allowed without being run: it needs triggers, which are refused by name. */
const KNOWN_FLOWS = [
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'REFRESH_TOKEN_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'CUSTOM_AUTH',
];
const DEFAULT_FLOWS = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH'];

const UNIT_MS: Readonly<Record<string, number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};
const SHORT_TOKEN_MS: readonly [number, number] = [5 * 60_000, 86_400_000];
const REFRESH_TOKEN_MS: readonly [number, number] = [3_600_000, 3650 * 86_400_000];

/** @throws DeploymentError for what AWS would refuse, and for what isn't run here */
export function readClient(declared: DeclaredResource): UserPoolClient {
  const client = new Properties(declared);
  client.allow(...RUN, ...IRRELEVANT);
  const provider = (client.texts('SupportedIdentityProviders') ?? []).find((name) => name !== 'COGNITO');
  if (provider) throw client.unsupported('SupportedIdentityProviders', provider);
  const flows = readFlows(client);
  return {
    id: clientIdOf(declared.address),
    poolId: client.text('UserPoolId') ?? '',
    name: client.text('ClientName') ?? generatedName(declared.logicalId, declared.address),
    hasSecret: client.flag('GenerateSecret', false),
    flows,
    accessTokenMs: readValidity(client, 'AccessToken', [1, 'hours'], SHORT_TOKEN_MS),
    idTokenMs: readValidity(client, 'IdToken', [1, 'hours'], SHORT_TOKEN_MS),
    refreshTokenMs: readValidity(client, 'RefreshToken', [30, 'days'], REFRESH_TOKEN_MS),
    authSessionMs: client.integer('AuthSessionValidity', 3, [3, 15]) * 60_000,
    revokesTokens: client.flag('EnableTokenRevocation', true),
    hidesUsers: client.text('PreventUserExistenceErrors') === 'ENABLED',
    rotationGraceMs: readRotation(client, flows),
    readable: client.texts('ReadAttributes') ?? READABLE_BY_DEFAULT,
    writable: client.texts('WriteAttributes') ?? WRITABLE_BY_DEFAULT,
  };
}

/** @throws DeploymentError for attributes that the pool doesn't have, or that no client may write */
export function checkClientAttributes(declared: DeclaredResource, client: UserPoolClient, schema: Schema): void {
  const refuse = (list: string, name: string | undefined, rule: string): void => {
    if (name !== undefined) throw new Properties(declared).invalid(list, rule.replace('*', name));
  };
  const unknown = (name: string): boolean => name !== 'sub' && !schema.has(name);
  refuse('ReadAttributes', client.readable.find(unknown), 'names the attribute *, which the pool does not have');
  refuse('WriteAttributes', client.writable.find(unknown), 'names the attribute *, which the pool does not have');
  const required = schema.required().find((name) => !client.writable.includes(name));
  refuse('WriteAttributes', required, 'must hold *, which the pool requires');
  const verification = client.writable.find((name) => name.endsWith('_verified'));
  refuse('WriteAttributes', verification, 'names *, which only Cognito and administrators write');
}

function readFlows(client: Properties): string[] {
  return (client.texts('ExplicitAuthFlows') ?? DEFAULT_FLOWS).map((flow) => {
    const name = flow.replace(/^ALLOW_/, '');
    if (name === flow || !KNOWN_FLOWS.includes(name)) throw client.unsupported('ExplicitAuthFlows', flow);
    return name;
  });
}

function readValidity(
  client: Properties,
  token: string,
  [initial, initialUnit]: readonly [number, string],
  [shortest, longest]: readonly [number, number],
): number {
  const units = client.inner('TokenValidityUnits');
  const unit = UNIT_MS[units.text(token) ?? initialUnit];
  if (!unit) throw units.invalid(token, `must be one of ${Object.keys(UNIT_MS).join(', ')}`);
  const name = `${token}Validity`;
  const validity = (client.integer(name, initial, [0, Number.MAX_SAFE_INTEGER]) || initial) * unit;
  if (validity >= shortest && validity <= longest) return validity;
  throw client.invalid(name, `must be from ${shortest / 60_000} minutes to ${longest / 86_400_000} days`);
}

function readRotation(client: Properties, flows: readonly string[]): number | undefined {
  const rotation = client.inner('RefreshTokenRotation');
  rotation.allow('Feature', 'RetryGracePeriodSeconds');
  if (rotation.text('Feature') !== 'ENABLED') return undefined;
  if (flows.includes('REFRESH_TOKEN_AUTH')) {
    throw client.invalid('ExplicitAuthFlows', 'must not hold ALLOW_REFRESH_TOKEN_AUTH where refresh tokens rotate');
  }
  return rotation.integer('RetryGracePeriodSeconds', 0, [0, 60]) * 1000;
}
