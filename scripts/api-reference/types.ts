import { Kind, type TypeDefinitionNode } from 'graphql';
import { callersOf } from './directives.ts';
import type { Types } from './fields.ts';
import { linkedType, table, textOf } from './markdown.ts';

const KEYWORDS: Readonly<Partial<Record<Kind, string>>> = {
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'An input.',
  [Kind.ENUM_TYPE_DEFINITION]: 'One of these.',
};

function members(type: TypeDefinitionNode, types: Types): string[] {
  switch (type.kind) {
    case Kind.ENUM_TYPE_DEFINITION:
      return table(
        ['value', ''],
        (type.values ?? []).map(({ name, description }) => [`\`${name.value}\``, textOf(description)]),
      );
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return table(
        ['field', 'type', ''],
        (type.fields ?? []).map((field) => [
          `\`${field.name.value}\``,
          linkedType(field.type, (name) => types.has(name)),
          textOf(field.description),
        ]),
      );
    default:
      return [];
  }
}

export function typeReference(type: TypeDefinitionNode, types: Types): string[] {
  const readers = type.kind === Kind.OBJECT_TYPE_DEFINITION ? `Read by ${callersOf(type.directives)}.` : '';
  const kind = [KEYWORDS[type.kind] ?? '', readers].filter(Boolean).join(' ');
  return [
    `#### type ${type.name.value}`,
    '',
    [textOf(type.description), kind].join(' ').trim(),
    '',
    ...members(type, types),
  ];
}
