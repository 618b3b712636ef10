import { isTypeDefinitionNode, parse } from 'graphql';
import { ERRORS } from './errors.ts';
import { fieldReference, rootFields, type RootField, type Types } from './fields.ts';
import { namedType, table } from './markdown.ts';
import { sectionsOf, type Section } from './sections.ts';
import { typeReference } from './types.ts';

const INTRODUCTION = `# API reference

Generated from the descriptions and directives of \`schema.graphql\` by \`npm run generate\`; a test fails when it is stale.
How to call it from an app: [clients.md](clients.md). Who may do what with whose things, row by row:
[authorization.md](authorization.md). To try it out: the console, at \`/\` of the local cloud.

## How to call it

One endpoint, \`POST\` with \`{"query": "…", "variables": {…}}\`; subscriptions at the same path with \`/realtime\`. Each call
carries one of these:

| mode | header | who |
| --- | --- | --- |
| API key | \`x-api-key: KEY\` | everybody: the public part |
| signed in | \`authorization: ACCESS_TOKEN\` of the user pool | people; groups are the token's, checked again against the account |
| IAM | AWS Signature Version 4 | the backend's own functions |

What the mode or the group does not open is refused by AppSync, with \`errorType\` \`Unauthorized\` and the field null; no or
bad credentials are HTTP 401 with \`UnauthorizedException\`. The rest of the answer stands.

Errors of the API itself come with one of these \`errorType\`s; of any field that takes an id or an input, the first four may
come, also where its description does not name them:

${table(
  ['errorType', 'means'],
  Object.entries(ERRORS).map(([name, meaning]) => [`\`${name}\``, meaning]),
).join('\n')}
Lists are connections: \`{ items, nextToken }\`, \`limit\` 1 to 100, default 20. Mutations with a \`clientToken\` may be repeated
with the same one.`;

/** Where a root field is told of: with the type that it answers. */
function fieldsOf({ types }: Section, fields: readonly RootField[]): RootField[] {
  const names = new Set(types.map(({ name }) => name.value));
  return fields.filter(({ node }) => names.has(namedType(node.type)));
}

function contents(sections: readonly Section[], fields: readonly RootField[]): string[] {
  const linksOf = (section: Section, root: string) =>
    fieldsOf(section, fields)
      .filter((field) => field.root === root)
      .map(({ node: { name } }) => `[${name.value}](#${root.toLowerCase()}${name.value.toLowerCase()})`)
      .join(', ');
  const rows = sections.map((section) => [
    `[${section.name}](#${section.name.toLowerCase()})`,
    ...['Query', 'Mutation', 'Subscription'].map((root) => linksOf(section, root)),
  ]);
  return table(['', 'queries', 'mutations', 'subscriptions'], rows);
}

function sectionReference(section: Section, fields: readonly RootField[], types: Types): string[] {
  return [
    `## ${section.name}`,
    '',
    ...fieldsOf(section, fields).flatMap((field) => fieldReference(field, types, Object.keys(ERRORS))),
    `### Types of ${section.name}`,
    '',
    ...section.types.flatMap((type) => typeReference(type, types)),
  ];
}

/** `docs/api.md`: every root field and type of a schema, by its banner sections. @throws Error for a field in none */
export function apiReference(source: string): string {
  const document = parse(source);
  const definitions = document.definitions.filter((definition) => isTypeDefinitionNode(definition));
  const types: Types = new Map(definitions.map((type) => [type.name.value, type]));
  const fields = rootFields(types);
  const sections = sectionsOf(source, document).filter(
    (section) => !section.types.some(({ name }) => name.value === 'Query'),
  );
  const told = new Set(sections.flatMap((section) => fieldsOf(section, fields)));
  const untold = fields.find((field) => !told.has(field));
  if (untold) throw new Error(`${untold.root}.${untold.node.name.value} answers a type that is in no section`);
  const text = [
    INTRODUCTION,
    '',
    ...contents(sections, fields),
    ...sections.flatMap((section) => sectionReference(section, fields, types)),
  ].join('\n');
  return `${text.trimEnd()}\n`;
}
