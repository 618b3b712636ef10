import type { Triggers } from './triggers.ts';
import { unrecognizable } from './triggers.ts';
import type { UserPool } from './user-pool.ts';
import type { User } from './users.ts';

/** What the pool's PreTokenGeneration trigger wants otherwise in tokens. */
export interface TokenOverrides {
  readonly id: ClaimOverrides;
  readonly access: ClaimOverrides & {
    readonly addedScopes: readonly string[];
    readonly suppressedScopes: readonly string[];
  };
  /** Undefined: as the pool has them. */
  readonly groups?: GroupOverrides;
}

interface ClaimOverrides {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly suppressed: readonly string[];
}

/** What the tokens say of groups. */
export interface GroupOverrides {
  readonly names: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole?: string | undefined;
}

export type TokenCause =
  'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge' | 'TokenGeneration_RefreshTokens';

interface Generation {
  readonly cause: TokenCause;
  readonly clientId: string;
  readonly groups: GroupOverrides;
  readonly scopes: readonly string[];
  readonly clientMetadata: ReadonlyMap<string, string>;
}

type Values = Readonly<Record<string, unknown>>;

/** Undefined where the pool has no such trigger. */
export async function preTokenGeneration(
  triggers: Triggers,
  pool: UserPool,
  user: User,
  { cause, clientId, groups, scopes, clientMetadata }: Generation,
): Promise<TokenOverrides | undefined> {
  const trigger = pool.settings.triggers.get('PreTokenGeneration');
  if (!trigger) return undefined;
  const member = trigger.version === '2' ? 'claimsAndScopeOverrideDetails' : 'claimsOverrideDetails';
  const response = await triggers.run(pool, {
    name: 'PreTokenGeneration',
    source: cause,
    userName: user.username,
    clientId,
    version: trigger.version,
    request: {
      userAttributes: { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes },
      groupConfiguration: {
        groupsToOverride: groups.names,
        iamRolesToOverride: groups.roles,
        ...(groups.preferredRole !== undefined && { preferredRole: groups.preferredRole }),
      },
      ...(trigger.version === '2' && { scopes }),
    },
    response: { [member]: null },
    clientMetadata,
  });
  const details = valuesOf(response?.[member]);
  const claims = trigger.version === '2' ? claimsOf : textClaimsOf;
  const id = trigger.version === '2' ? valuesOf(details['idTokenGeneration']) : details;
  const access = valuesOf(details['accessTokenGeneration']);
  return {
    id: { claims: claims(id), suppressed: textsOf(id['claimsToSuppress']) },
    access: {
      claims: claimsOf(access),
      suppressed: textsOf(access['claimsToSuppress']),
      addedScopes: textsOf(access['scopesToAdd']),
      suppressedScopes: textsOf(access['scopesToSuppress']),
    },
    ...('groupOverrideDetails' in details && { groups: groupsOf(valuesOf(details['groupOverrideDetails'])) }),
  };
}

function groupsOf(details: Values): GroupOverrides {
  const preferredRole = details['preferredRole'] ?? undefined;
  if (preferredRole !== undefined && typeof preferredRole !== 'string') throw unrecognizable();
  return {
    names: textsOf(details['groupsToOverride']),
    roles: textsOf(details['iamRolesToOverride']),
    preferredRole,
  };
}

/** Null and nothing at all are as good as an empty object. */
function valuesOf(value: unknown): Values {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Values;
  throw unrecognizable();
}

function claimsOf(details: Values): Values {
  return valuesOf(details['claimsToAddOrOverride']);
}

/** The first form of the event takes text alone. */
function textClaimsOf(details: Values): Values {
  const claims = claimsOf(details);
  if (Object.values(claims).some((value) => typeof value !== 'string')) throw unrecognizable();
  return claims;
}

function textsOf(value: unknown): string[] {
  const texts = value ?? [];
  if (Array.isArray(texts) && texts.every((item) => typeof item === 'string')) return texts;
  throw unrecognizable();
}
