import { DeploymentError } from '../errors.ts';
import { compileConditions } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { readPrincipals } from './statement-principals.ts';
import type { StatementPrincipals } from './statement-principals.ts';
import { checkStatement, checkVersion, isRecord, toArray } from './statement-syntax.ts';
import type { PolicyKind } from './statement-syntax.ts';
import { hasVariable, textMatcher } from './text-matcher.ts';
import type { Lookup, MatchRules, TextMatcher } from './text-matcher.ts';

/** A compiled statement. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Its `Sid`, else its index in the policy. */
  readonly id: string;
  /** In the policy, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  /** `Action` and `Resource` as written; what `NotAction` or `NotResource` lists has a leading `!`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
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
 * @throws DeploymentError where AWS refuses the document
 */
export function compilePolicy(document: unknown, name: string, kind: PolicyKind): Statement[] {
  if (!isRecord(document)) throw new DeploymentError(`${name}: a policy document is an object with a Statement.`);
  checkVersion(document['Version'], name);
  const variables = document['Version'] === '2012-10-17';
  const sources = toArray(document['Statement']);
  if (sources.length === 0 && kind !== 'resource')
    throw new DeploymentError(`${name}: a policy document needs a Statement.`);
  const statements = sources.map((source, index) => compileStatement(source, index, name, kind, variables));
  const sids = statements.flatMap(({ sid }) => sid ?? []);
  const repeated = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (repeated !== undefined && kind !== 'resource') {
    throw new DeploymentError(`${name}: Statement IDs (SID) in a single policy must be unique: ${repeated}.`);
  }
  return statements;
}

/** Whether all conditions of the statement hold for a request. */
export function conditionsHold(statement: Statement, lookup: Lookup): boolean {
  return statement.conditions.every((condition) => condition(lookup));
}

/** Whether the statement, its principals apart, speaks of the request. */
export function applies(statement: Statement, action: string, resource: string, lookup: Lookup): boolean {
  return (
    statement.matchesAction(action) && statement.matchesResource(resource, lookup) && conditionsHold(statement, lookup)
  );
}

function compileStatement(
  source: unknown,
  index: number,
  name: string,
  kind: PolicyKind,
  variables: boolean,
): Statement {
  const place = `${name}: statement ${index}`;
  const checked = checkStatement(source, place, kind);
  const element = (key: string, rules: Pick<MatchRules, 'ignoreCase' | 'arn'>) =>
    toArray(checked[key]).map((pattern) => textMatcher(String(pattern), { ...rules, wildcards: true, variables }));
  const actions = oneOf(checked, 'Action', place, (key) => element(key, { ignoreCase: true }));
  const isTrust = kind === 'trust';
  const resources = isTrust ? () => true : oneOf(checked, 'Resource', place, (key) => element(key, { arn: true }));
  const sid = typeof checked['Sid'] === 'string' ? checked['Sid'] : undefined;
  const listed = (key: string) => [
    ...toArray(checked[key]).map(String),
    ...toArray(checked[`Not${key}`]).map((item) => `!${String(item)}`),
  ];
  return {
    effect: checked['Effect'] === 'Deny' ? 'Deny' : 'Allow',
    id: sid ?? String(index),
    index,
    sid,
    actions: listed('Action'),
    resources: listed('Resource'),
    principals: readPrincipals(checked['Principal'] ?? checked['NotPrincipal'], checked['NotPrincipal'] !== undefined),
    conditions: compileConditions(checked['Condition'], name, variables),
    matchesAction: (action) => actions(action, noVariables),
    matchesResource: resources,
    resourceVaries: variables && listed('Resource').some(hasVariable),
  };
}

const noVariables: Lookup = () => undefined;

/** Reads `Action` or `NotAction` (`Resource` or `NotResource`), of which a statement has exactly one. */
function oneOf(
  source: Readonly<Record<string, unknown>>,
  key: string,
  place: string,
  compile: (key: string) => TextMatcher[],
): TextMatcher {
  const negated = source[`Not${key}`] !== undefined;
  if (negated === (source[key] !== undefined)) {
    throw new DeploymentError(`${place} needs either ${key} or Not${key}.`);
  }
  const matchers = compile(negated ? `Not${key}` : key);
  return (actual, lookup) => matchers.some((matches) => matches(actual, lookup)) !== negated;
}
