import { Kind, type FieldDefinitionNode, type InputValueDefinitionNode, type TypeDefinitionNode } from 'graphql';
import { callersOf, mutationsOf } from './directives.ts';
import { linkedType, namedType, table, textOf, typeText } from './markdown.ts';

/** A field of Query, Mutation or Subscription. */
export interface RootField {
  readonly root: string;
  readonly node: FieldDefinitionNode;
}

export type Types = ReadonlyMap<string, TypeDefinitionNode>;

const ROOTS = ['Query', 'Mutation', 'Subscription'];

export function rootFields(types: Types): RootField[] {
  return ROOTS.flatMap((root) => {
    const type = types.get(root);
    return type?.kind === Kind.OBJECT_TYPE_DEFINITION ? (type.fields ?? []).map((node) => ({ root, node })) : [];
  });
}

/** Errors of the API's own that the description names. */
function errorsIn(description: string, known: readonly string[]): string[] {
  return known.filter((name) => description.includes(`\`${name}\``));
}

/** Arguments, and the members of a mutation's `input`, which is what a caller writes. */
function takes({ node }: RootField, types: Types): string[] {
  const row = (given: InputValueDefinitionNode, name: string) => [
    `\`${name}\``,
    linkedType(given.type, (type) => types.has(type)),
    textOf(given.description),
  ];
  const rows = (node.arguments ?? []).flatMap((argument) => {
    const input = types.get(namedType(argument.type));
    const members = input?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (input.fields ?? []) : [];
    const name = argument.name.value;
    return [row(argument, name), ...members.map((member) => row(member, `${name}.${member.name.value}`))];
  });
  return table(['takes', 'type', ''], rows);
}

/** One root field: its form, who may call it, what it does and takes, what it may be refused with. */
export function fieldReference(field: RootField, types: Types, errors: readonly string[]): string[] {
  const { root, node } = field;
  const written = (node.arguments ?? []).map(({ name, type }) => `${name.value}: ${typeText(type)}`);
  const description = textOf(node.description);
  const own = errorsIn(description, errors);
  const mutations = mutationsOf(node.directives);
  return [
    `#### ${root}.${node.name.value}`,
    '',
    '```graphql',
    `${node.name.value}${written.length > 0 ? `(${written.join(', ')})` : ''}: ${typeText(node.type)}`,
    '```',
    '',
    description,
    '',
    `- For ${callersOf(node.directives)}.`,
    `- Answers ${linkedType(node.type, (name) => types.has(name))}.`,
    ...(mutations.length > 0
      ? [`- Told by ${mutations.map((name) => `[\`${name}\`](#mutation${name.toLowerCase()})`).join(', ')}.`]
      : []),
    ...(own.length > 0 ? [`- Errors of its own: ${own.map((name) => `\`${name}\``).join(', ')}.`] : []),
    '',
    ...takes(field, types),
  ];
}
