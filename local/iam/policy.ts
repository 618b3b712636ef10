import { DeploymentError } from '../errors.ts';
import { compileConditions } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { hasVariable, textMatcher } from './text-matcher.ts';
import type { Lookup, MatchRules, TextMatcher } from './text-matcher.ts';

/** Whom a statement of a resource or trust policy names. */
export interface StatementPrincipals {
  /** Account ids, ARNs or `*`. */
  readonly aws: readonly string[];
  /** Such as `appsync.amazonaws.com`. */
  readonly services: readonly string[];
}

/** A compiled statement. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Its `Sid`, else its index in the policy. */
  readonly id: string;
  readonly principals: StatementPrincipals;
  readonly conditions: readonly Condition[];
  matchesAction(action: string): boolean;
  /** True for every resource where the policy names none (a trust policy). */
  matchesResource(resource: string, lookup: Lookup): boolean;
  /** Its resources hold policy variables, so that a match depends on the request. */
  readonly resourceVaries: boolean;
}

/**
 * Compiles a policy document.
 *
 * @param name of the policy, for messages
 * @param kind identity policies must name resources, the others principals
 * @throws DeploymentError where AWS refuses the document, or it asks for what isn't run here
 */
export function compilePolicy(document: unknown, name: string, kind: 'identity' | 'resource' | 'trust'): Statement[] {
  if (!isRecord(document)) throw new DeploymentError(`${name}: a policy document is an object with a Statement.`);
  const variables = document['Version'] === '2012-10-17';
  return toArray(document['Statement']).map((statement, index) =>
    compileStatement(statement, index, name, kind, variables),
  );
}

/** Whether all conditions of the statement hold for a request. */
export function conditionsHold(statement: Statement, lookup: Lookup): boolean {
  return statement.conditions.every((condition) => condition(lookup));
}

function compileStatement(
  source: unknown,
  index: number,
  name: string,
  kind: 'identity' | 'resource' | 'trust',
  variables: boolean,
): Statement {
  if (!isRecord(source)) throw new DeploymentError(`${name}: statement ${index} is not an object.`);
  const effect = source['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new DeploymentError(`${name}: statement ${index} needs an Effect of Allow or Deny.`);
  }
  if (source['NotPrincipal'] !== undefined)
    throw new DeploymentError(`${name}: NotPrincipal isn't run by the local IAM.`);
  if ((source['Principal'] === undefined) !== (kind === 'identity')) {
    throw new DeploymentError(
      `${name}: statement ${index} ${kind === 'identity' ? "can't have" : 'needs'} a Principal.`,
    );
  }
  const element = (key: string, rules: Pick<MatchRules, 'ignoreCase' | 'arn'>) =>
    toArray(source[key]).map((pattern) => textMatcher(String(pattern), { ...rules, wildcards: true, variables }));
  const actions = oneOf(source, 'Action', name, index, (key) => element(key, { ignoreCase: true }));
  const resources =
    kind === 'trust' ? () => true : oneOf(source, 'Resource', name, index, (key) => element(key, { arn: true }));
  return {
    effect,
    id: typeof source['Sid'] === 'string' ? source['Sid'] : String(index),
    principals: principalsOf(source['Principal']),
    conditions: compileConditions(source['Condition'], name, variables),
    matchesAction: (action) => actions(action, NO_VARIABLES),
    matchesResource: resources,
    resourceVaries:
      variables &&
      [...toArray(source['Resource']), ...toArray(source['NotResource'])].some((r) => hasVariable(String(r))),
  };
}

const NO_VARIABLES: Lookup = () => undefined;

/** Reads `Action` or `NotAction` (`Resource` or `NotResource`), of which a statement has exactly one. */
function oneOf(
  source: Readonly<Record<string, unknown>>,
  key: string,
  name: string,
  index: number,
  compile: (key: string) => TextMatcher[],
): TextMatcher {
  const negated = source[`Not${key}`] !== undefined;
  if (negated === (source[key] !== undefined)) {
    throw new DeploymentError(`${name}: statement ${index} needs either ${key} or Not${key}.`);
  }
  const matchers = compile(negated ? `Not${key}` : key);
  return (actual, lookup) => matchers.some((matches) => matches(actual, lookup)) !== negated;
}

function principalsOf(principal: unknown): StatementPrincipals {
  if (principal === '*') return { aws: ['*'], services: ['*'] };
  const byKind = isRecord(principal) ? principal : {};
  return { aws: toArray(byKind['AWS']).map(String), services: toArray(byKind['Service']).map(String) };
}

function toArray(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
