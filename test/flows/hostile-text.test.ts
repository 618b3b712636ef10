import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  getNamedType,
  isInputObjectType,
  Kind,
  parse,
  print,
  visit,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPSYNC_DEFINITIONS } from '../../lib/appsync-definitions.ts';
import { matrixCallers, type MatrixCaller } from '../matrix/callers.ts';
import type { Call } from '../matrix/elsewhere.ts';
import { OPERATIONS } from '../matrix/operations.ts';
import { CALLERS, readMatrix, type Caller, type Row } from '../matrix/table.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { writingNothing } from '../support/nothing-written.ts';

/**
 * Hostile, "Text" and the broken `nextToken` of "Tokens", for every text of every mutation and every list, as the
 * matrix calls them: a field that comes later is tried by being there.
 */

const schema = buildASTSchema(parse(`${APPSYNC_DEFINITIONS}\n${readFileSync('schema.graphql', 'utf8')}`));

/** What stands beside a text in an object that the matrix's call leaves out. */
const BESIDE: Readonly<Record<string, object>> = {
  price: { amount: 100 },
  quietHours: { start: '22:00', end: '07:00' },
};

/** One row for each field, with a caller whom it lets in. The backend's own fields take what it has judged already. */
interface Tried {
  readonly name: string;
  readonly row: Row;
  readonly caller: Caller;
}

function rowsOf(root: 'Query' | 'Mutation'): Tried[] {
  const rows = new Map<string, Tried>();
  for (const row of readMatrix()) {
    const caller = CALLERS.findLast(
      (one) => row.outcomes[one] === 'yes' && !['suspended', 'demoted', 'backend'].includes(one),
    );
    const [type, name = ''] = row.field.split('.');
    if (type === root && caller && !rows.has(name)) rows.set(name, { name, row, caller });
  }
  return [...rows.values()];
}

function fieldOf(root: 'Query' | 'Mutation', name: string): GraphQLField<unknown, unknown> {
  const field = schema.getType(root);
  if (!field || !('getFields' in field)) throw new Error(`There is no ${root}.`);
  return field.getFields()[name] as GraphQLField<unknown, unknown>;
}

/** Paths of the texts in an input type: not the ids, and nothing within lists. */
function textsIn(type: GraphQLInputType): string[][] {
  const named = getNamedType(type);
  if (named.name === 'String') return [[]];
  if (!isInputObjectType(named) || String(type).includes('[')) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    String(field.type).includes('[') ? [] : textsIn(field.type).map((path) => [field.name, ...path]),
  );
}

function withText(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  const before = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (rest.length > 0) return { ...before, [name]: withText(before[name] ?? BESIDE[name], rest, text) };
  return { ...before, [name]: text };
}

let backend: TestBackend;
let callers: Readonly<Record<Caller, MatrixCaller>>;
beforeAll(async () => {
  backend = await startTestBackend();
  callers = matrixCallers(backend);
});
afterAll(() => backend.stop());

async function callOf({ row, caller }: Tried): Promise<{ call: Call; client: MatrixCaller['client'] }> {
  const operation = OPERATIONS[`${row.field} ${row.about}`];
  if (!operation) throw new Error(`test/matrix/operations.ts has no "${row.field} ${row.about}".`);
  return { call: await operation.arrange(backend), client: callers[caller].client };
}

const REFUSALS = ['Validation', 'NotFound', 'Forbidden', 'Conflict'];
/** What is nobody's text, and what would break whoever shows or stores it. */
const BROKEN = { NUL: 'a\u0000b', 'half of an emoji': 'a\ud83d', 'the other half': '\udc00a' };

const mutations = rowsOf('Mutation').flatMap((tried) =>
  fieldOf('Mutation', tried.name)
    .args.flatMap(({ type }) => textsIn(type))
    .map((path) => ({ ...tried, path, text: path.join('.') })),
);

describe('every text of every mutation', () => {
  it('is found in the schema', () => {
    expect(mutations.map(({ name, text }) => `${name} ${text}`)).toContain('createCourse title');
    expect(mutations.length).toBeGreaterThan(40);
  });

  it.each(mutations)('$name refuses what is no text as its $text, and writes nothing', async ({ path, ...tried }) => {
    const { call, client } = await callOf(tried);
    await writingNothing(backend, async () => {
      for (const [what, text] of Object.entries(BROKEN)) {
        const input = withText(call.variables['input'], path, text);
        const { errorType, message } = await client.refusal(call.document, { ...call.variables, input });
        expect({ what, errorType, message }).toMatchObject({ what, errorType: expect.toBeOneOf(REFUSALS) as unknown });
      }
    });
  });
});

/** The call with another argument of its root field. */
function withArgument(document: string, name: string, value: string): string {
  let isRoot = true;
  return print(
    visit(parse(document), {
      VariableDefinition: (node) => (node.variable.name.value === name ? null : undefined),
      Field(node) {
        if (!isRoot) return undefined;
        isRoot = false;
        const argument = {
          kind: Kind.ARGUMENT,
          name: { kind: Kind.NAME, value: name },
          value: { kind: Kind.STRING, value },
        } as const;
        const others = (node.arguments ?? []).filter((other) => other.name.value !== name);
        return { ...node, arguments: [...others, argument] };
      },
    }),
  );
}

describe('every list', () => {
  const lists = rowsOf('Query').filter(({ name }) =>
    fieldOf('Query', name).args.some((argument) => argument.name === 'nextToken'),
  );

  it.each(lists)('$name refuses a broken nextToken', async (tried) => {
    const { call, client } = await callOf(tried);
    for (const token of ['nonsense', '', '\u0000', Buffer.from('{"version":3}').toString('base64')]) {
      const refusal = await client.refusal(withArgument(call.document, 'nextToken', token), call.variables);
      expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'nextToken' } });
    }
  });

  it.each(lists)('$name refuses a limit outside of 1 to 100', async (tried) => {
    const { call, client } = await callOf(tried);
    for (const limit of ['0', '-1', '101', '2147483647']) {
      const document = withArgument(call.document, 'limit', limit).replace(`limit: "${limit}"`, `limit: ${limit}`);
      const refusal = await client.refusal(document, call.variables);
      expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'limit' } });
    }
  });
});
