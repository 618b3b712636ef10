import {
  getLocation,
  GraphQLObjectType,
  Kind,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { pathTo, type DocumentPath } from './document-path.ts';
import { locationsOf, type ErrorJson } from './error-json.ts';
import { showLiteral } from './java-values.ts';

/** graphql-js's messages, and the type and wording of graphql-java for each, with `$1`, `$2` for what was quoted. */
const WORDINGS: readonly (readonly [pattern: RegExp, type: string, wording: string])[] = [
  [/^Cannot query field "(.+?)" on type "(.+?)"/, 'FieldUndefined', "Field '$1' in type '$2' is undefined"],
  [/^Unknown argument "(.+?)" on directive/, 'UnknownDirective', 'Unknown directive argument $1'],
  [/^Unknown argument "(.+?)" on field/, 'UnknownArgument', 'Unknown field argument $1'],
  [/^Field ".+?" argument "(.+?)" of type .* is required/, 'MissingFieldArgument', 'Missing field argument $1'],
  [
    /^Directive ".+?" argument "(.+?)" of type .* is required/,
    'MissingDirectiveArgument',
    'Missing directive argument $1',
  ],
  [
    /^Field "(.+?)" must not have a selection since type "(.+?)"/,
    'SubSelectionNotAllowed',
    'Sub selection not allowed on leaf type $2 of field $1',
  ],
  [
    /^Field "(.+?)" of type "(.+?)" must have a selection/,
    'SubSelectionRequired',
    'Sub selection required for type $2 of field $1',
  ],
  [/^Unknown type "(.+?)"/, 'UnknownType', 'Unknown type $1'],
  [/^Variable "\$(.+?)" is not defined/, 'UndefinedVariable', 'Undefined variable $1'],
  [/^Variable "\$(.+?)" is never used/, 'UnusedVariable', 'Unused variable $1'],
  [
    /^Variable ".+?" of type "(.+?)" used in position expecting type "(.+?)"/,
    'VariableTypeMismatch',
    "Variable type '$1' doesn't match expected type '$2'",
  ],
  [
    /^Variable "\$(.+?)" cannot be non-input type "(.+?)"/,
    'NonInputTypeOnVariable',
    'Input variable $1 type $2 is not an input type',
  ],
  [/^Unknown fragment "(.+?)"/, 'UndefinedFragment', 'Undefined fragment $1'],
  [/^Fragment "(.+?)" is never used/, 'UnusedFragment', 'Unused fragment $1'],
  [/^Cannot spread fragment/, 'FragmentCycle', 'Fragment cycles not allowed'],
  [
    /^Fragment "?.*cannot condition on non composite type "(.+?)"/,
    'FragmentTypeConditionInvalid',
    'Fragment type condition is invalid, must be on Object/Interface/Union',
  ],
  [
    /cannot be spread here as objects of type "(.+?)" can never be of type "(.+?)"/,
    'InvalidFragmentType',
    'Fragment cannot be spread here as objects of type $1 can never be of type $2',
  ],
  [/^Unknown directive "@(.+?)"/, 'UnknownDirective', 'Unknown directive $1'],
  [/^Directive "@(.+?)" may not be used on/, 'MisplacedDirective', 'Directive $1 not allowed here'],
  [
    /^This anonymous operation must be/,
    'LoneAnonymousOperationViolation',
    'Anonymous operation with other operations.',
  ],
  [
    /^There can be only one operation named "(.+?)"/,
    'DuplicateOperationName',
    "There can be only one operation named '$1'",
  ],
  [
    /^There can be only one fragment named "(.+?)"/,
    'DuplicateFragmentName',
    "There can be only one fragment named '$1'",
  ],
  [
    /^There can be only one argument named "(.+?)"/,
    'DuplicateArgumentNames',
    "There can be only one argument named '$1'",
  ],
  [
    /^There can be only one variable named "\$(.+?)"/,
    'DuplicateVariableName',
    "There can be only one variable named '$1'",
  ],
  [/^Fields conflict: (.+)$/, 'FieldsConflict', '$1'],
  [
    /must select only one top level field/,
    'SubscriptionMultipleRootFields',
    'Subscription operation must have exactly one root field',
  ],
];

/** One validation error as AppSync words it: `Validation error of type TYPE: WHAT @ 'path/of/fields'`. */
export function validationError(schema: GraphQLSchema, document: DocumentNode, error: GraphQLError): ErrorJson {
  // Of a variable and its use the library names the variable first, AppSync means the use.
  const node = error.message.includes('used in position') ? error.nodes?.at(-1) : error.nodes?.[0];
  const path = node ? pathTo(document, node) : { names: [] };
  const at = path.names.length > 0 ? ` @ '${path.names.join('/')}'` : '';
  const locations = node?.loc ? [getLocation(node.loc.source, node.loc.start)] : undefined;
  return {
    path: null,
    locations: locationsOf({ locations }),
    message: `Validation error of type ${typeAndWording(schema, document, error.message, path)}${at}`,
  };
}

function typeAndWording(
  schema: GraphQLSchema,
  document: DocumentNode,
  message: string,
  { names, argument }: DocumentPath,
): string {
  for (const [pattern, type, wording] of WORDINGS) {
    const match = pattern.exec(message);
    if (match) return `${type}: ${wording.replace(/\$(\d)/g, (_, index: string) => match[Number(index)] ?? '')}`;
  }
  if (!argument) return `WrongType: ${message}`;
  const expected = argumentType(schema, document, names, argument.name.value);
  const value = `argument '${argument.name.value}' with value '${showLiteral(argument.value)}'`;
  return `WrongType: ${value} ${reason(message, expected)}`;
}

function reason(message: string, expected: string): string {
  const missing = /^Field ".*\.(.+?)" of required type/.exec(message)?.[1];
  if (missing) return `is missing required fields '[${missing}]'`;
  const extra = /^Field "(.+?)" is not defined by type "(.+?)"/.exec(message);
  if (extra) return `contains a field not in '${extra[2]}': '${extra[1]}'`;
  return `is not a valid '${expected}'`;
}

/** The type of a field's argument, where the field is reached by names alone from a root; else what is known: nothing. */
function argumentType(
  schema: GraphQLSchema,
  document: DocumentNode,
  names: readonly string[],
  argument: string,
): string {
  const roots = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [schema.getRootType(definition.operation)] : [],
  );
  for (const root of roots) {
    let type: unknown = root;
    let found: string | undefined;
    for (const name of names) {
      const field = type instanceof GraphQLObjectType ? type.getFields()[name] : undefined;
      if (!field) break;
      const given = field.args.find((candidate) => candidate.name === argument);
      found = given && String(given.type);
      type = schema.getType(String(field.type).replaceAll(/[[\]!]/g, ''));
    }
    if (found) return found;
  }
  return argument;
}
