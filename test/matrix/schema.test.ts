import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, isObjectType, isSpecifiedScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { APPSYNC_DEFINITIONS } from '../../lib/appsync-definitions.ts';

const source = readFileSync('schema.graphql', 'utf8');
const schema = buildSchema(`${source}\n${APPSYNC_DEFINITIONS}`);
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !type.name.startsWith('AWS') && !isSpecifiedScalarType(type),
);

/** What lacks a description below a type: the type, a field, an argument or an enum's value. */
function undescribed(type: (typeof types)[number]): string[] {
  const missing = type.description ? [] : [type.name];
  if ('getFields' in type) {
    for (const field of Object.values(type.getFields())) {
      if (!field.description) missing.push(`${type.name}.${field.name}`);
      for (const argument of 'args' in field ? field.args : []) {
        if (!argument.description) missing.push(`${type.name}.${field.name}(${argument.name})`);
      }
    }
  }
  if ('getValues' in type) {
    missing.push(
      ...type
        .getValues()
        .filter(({ description }) => !description)
        .map(({ name }) => `${type.name}.${name}`),
    );
  }
  return missing;
}

describe('schema.graphql', () => {
  it('describes every type, field, argument and value', () => {
    expect(types.flatMap(undescribed)).toEqual([]);
  });

  it('says on every object type who may see it', () => {
    const open = types
      .filter((type) => isObjectType(type) && !['Query', 'Mutation', 'Subscription'].includes(type.name))
      .filter(({ astNode }) => !astNode?.directives?.length);
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it('has nullable root fields, so that a refused one does not wipe its neighbors', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const required = roots.flatMap((root) =>
      Object.values(root?.getFields() ?? {}).filter(({ type }) => String(type).endsWith('!')),
    );
    expect(required.map(({ name }) => name)).toEqual([]);
  });

  it('is what generated/schema.ts was made from', () => {
    expect(() => execFileSync(process.execPath, ['scripts/generate.ts', '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
