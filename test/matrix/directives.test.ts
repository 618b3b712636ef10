import { readFileSync } from 'node:fs';
import { buildASTSchema, Kind, parse, type ConstDirectiveNode, type GraphQLObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { APPSYNC_DEFINITIONS } from '../../lib/appsync-definitions.ts';
import { readMatrix, type Caller } from './table.ts';

const schema = buildASTSchema(parse(`${readFileSync('schema.graphql', 'utf8')}\n${APPSYNC_DEFINITIONS}`));
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()] as GraphQLObjectType[];
const fields = roots.flatMap((root) =>
  Object.values(root.getFields()).map((field) => ({ name: `${root.name}.${field.name}`, node: field.astNode })),
);

/** Groups that a caller's token claims. */
const CLAIMED: Readonly<Partial<Record<Caller, readonly string[]>>> = {
  stranger: ['Student'],
  learner: ['Student'],
  suspended: ['Student'],
  'own mentor': ['Student', 'Mentor'],
  demoted: ['Student', 'Mentor'],
  mentor: ['Student', 'Mentor'],
  moderator: ['Student', 'Moderator'],
  admin: ['Student', 'Admin'],
};

function groupsOf(directive: ConstDirectiveNode): string[] | null {
  const value = directive.arguments?.find(({ name }) => name.value === 'cognito_groups')?.value;
  if (value?.kind !== Kind.LIST) return null;
  return value.values.map((group) => (group.kind === Kind.STRING ? group.value : ''));
}

/** Whether the directives let the caller reach the resolver. */
function opens(directives: readonly ConstDirectiveNode[], caller: Caller): boolean {
  const named = (name: string) => directives.find((directive) => directive.name.value === name);
  if (caller === 'key') return named('aws_api_key') !== undefined;
  if (caller === 'backend') return named('aws_iam') !== undefined;
  const pools = named('aws_cognito_user_pools');
  if (!pools) return false;
  const groups = groupsOf(pools);
  return groups === null || groups.some((group) => CLAIMED[caller]?.includes(group));
}

describe('docs/authorization.md and schema.graphql', () => {
  const matrix = readMatrix();

  it('name the same fields', () => {
    expect([...new Set(matrix.map(({ field }) => field))].sort()).toEqual(fields.map(({ name }) => name).sort());
  });

  it.each(matrix)('agree on who reaches $field, $about', ({ field, outcomes }) => {
    const directives = fields.find(({ name }) => name === field)?.node?.directives ?? [];
    for (const [caller, outcome] of Object.entries(outcomes)) {
      expect(opens(directives, caller as Caller), `${caller} reaches ${field}`).toBe(outcome !== 'Unauthorized');
    }
  });

  it('knows no directive that is not for APIs of several modes', () => {
    expect(readFileSync('schema.graphql', 'utf8')).not.toMatch(/@aws_auth\b/);
  });
});
