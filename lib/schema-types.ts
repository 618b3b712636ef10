import { codegen } from '@graphql-codegen/core';
import * as typescriptPlugin from '@graphql-codegen/typescript';
import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';
import { APPSYNC_DEFINITIONS } from './appsync-definitions.ts';

/** `Query.me`, … : every field that a resolver must be wired to. */
function rootFields(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((root) => (root ? Object.keys(root.getFields()).map((field) => `${root.name}.${field}`) : []));
}

/** The types of a schema as TypeScript: its own, plus the union of its root fields. */
export async function generateSchemaTypes(source: string): Promise<string> {
  const document = parse(`${source}\n${APPSYNC_DEFINITIONS}`);
  const schema = buildASTSchema(document);
  const types = await codegen({
    documents: [],
    config: {},
    filename: 'schema.ts',
    schema: document,
    schemaAst: schema,
    plugins: [
      {
        typescript: {
          enumsAsTypes: true,
          skipTypename: true,
          useTypeImports: true,
          scalars: {
            ID: 'string',
            AWSDateTime: 'string',
            AWSEmail: 'string',
            AWSJSON: 'string',
            AWSURL: 'string',
          },
        },
      },
    ],
    pluginMap: { typescript: typescriptPlugin },
  });
  const union = rootFields(schema).map((field) => `  | '${field}'`);
  return [
    '// Generated from schema.graphql by `npm run generate`.',
    types.trim(),
    '',
    '/** Every field of Query, Mutation and Subscription. */',
    'export type RootField =',
    `${union.join('\n')};`,
    '',
  ].join('\n');
}
