import { isObjectType, type DirectiveNode, type GraphQLSchema } from 'graphql';
import { DeploymentError } from '../../errors.ts';
import type { AuthMode, Caller } from '../auth/caller.ts';
import { stringsArgument } from './schema.ts';

/** One way in: a mode, for Cognito perhaps narrowed to some groups. */
interface Grant {
  readonly mode: AuthMode;
  readonly groups?: readonly string[];
}

/** Who may read each field, by `Type.field`. */
export type AccessRules = ReadonlyMap<string, readonly Grant[]>;

export interface AccessDefaults {
  readonly mode: AuthMode;
  /** False where the pool's `DefaultAction` is DENY: a field without a directive is then nobody's. */
  readonly allow: boolean;
  readonly additionalModes: boolean;
}

const MODE_OF_DIRECTIVE: Readonly<Record<string, AuthMode | undefined>> = {
  aws_api_key: 'API_KEY',
  aws_iam: 'AWS_IAM',
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
};
/** Directives for modes that this API can't have: they still take a field away from the default mode. */
const FOREIGN_MODES = ['aws_oidc', 'aws_lambda'];

/**
 * The rules that the schema's directives make: a field's own win over its type's; without any, the field is for the
 * default mode ("Using additional authorization modes" in AWS's guide).
 */
export function accessRules(schema: GraphQLSchema, defaults: AccessDefaults): AccessRules {
  const rules = new Map<string, readonly Grant[]>();
  const byDefault: Grant[] = defaults.allow ? [{ mode: defaults.mode }] : [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const ofType = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
    const inherited = grants(ofType, defaults);
    for (const field of Object.values(type.getFields())) {
      const own = grants(field.astNode?.directives ?? [], defaults);
      rules.set(`${type.name}.${field.name}`, own ?? inherited ?? byDefault);
    }
  }
  return rules;
}

function grants(directives: readonly DirectiveNode[], defaults: AccessDefaults): Grant[] | undefined {
  let found = false;
  const result: Grant[] = [];
  for (const directive of directives) {
    const name = directive.name.value;
    if (name === 'aws_auth' && defaults.additionalModes) {
      throw new DeploymentError("Schema: @aws_auth can't be used along with additional authorization modes");
    }
    // AWS heeds it only where user pools are the one mode.
    const isAuth = name === 'aws_auth' && defaults.mode === 'AMAZON_COGNITO_USER_POOLS';
    const mode = isAuth ? defaults.mode : MODE_OF_DIRECTIVE[name];
    if (mode || FOREIGN_MODES.includes(name)) found = true;
    if (!mode) continue;
    const groups = stringsArgument(directive, 'cognito_groups');
    result.push(groups.length > 0 ? { mode, groups } : { mode });
  }
  return found ? result : undefined;
}

export function mayAccess(grants: readonly Grant[], caller: Caller): boolean {
  return grants.some((grant) => {
    if (grant.mode !== caller.mode) return false;
    if (!grant.groups || caller.mode !== 'AMAZON_COGNITO_USER_POOLS') return true;
    return grant.groups.some((group) => caller.token.groups.includes(group));
  });
}
