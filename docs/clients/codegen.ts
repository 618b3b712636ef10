/** `node codegen.ts`: writes typed operations to gql/, from schema.graphql and the operations in the sources beside it. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse } from 'graphql';

/** What AppSync adds to every schema: scalars and directives. */
const APPSYNC = `
  scalar AWSDate scalar AWSTime scalar AWSDateTime scalar AWSTimestamp scalar AWSEmail
  scalar AWSJSON scalar AWSURL scalar AWSPhone scalar AWSIPAddress
  directive @aws_iam on OBJECT | FIELD_DEFINITION
  directive @aws_api_key on OBJECT | FIELD_DEFINITION
  directive @aws_cognito_user_pools(cognito_groups: [String]) on OBJECT | FIELD_DEFINITION
  directive @aws_subscribe(mutations: [String]) on FIELD_DEFINITION
`;

const here = import.meta.dirname;
const [schemaFile = join(here, 'schema.graphql'), target = join(here, 'gql')] = process.argv.slice(2);

const operations = globSync('**/*.{ts,tsx}', { cwd: here, exclude: ['gql/**'] }).flatMap((file) => {
  const texts = readFileSync(join(here, file), 'utf8').matchAll(/\bgraphql\(\s*`([^`]+)`/g);
  return [...texts].map(([, text = '']) => ({ location: file, rawSDL: text, document: parse(text) }));
});

const files = await preset.buildGeneratesSection({
  baseOutputDir: `${target}/`,
  schema: parse(`${readFileSync(schemaFile, 'utf8')}\n${APPSYNC}`),
  documents: operations,
  plugins: [],
  pluginMap: {},
  presetConfig: { fragmentMasking: false },
  config: {
    // Documents as strings: an app needs no GraphQL library.
    documentMode: 'string',
    useTypeImports: true,
    enumsAsTypes: true,
    strictScalars: true,
    defaultScalarType: 'unknown',
    scalars: {
      ID: 'string',
      AWSDate: 'string',
      AWSTime: 'string',
      AWSDateTime: 'string',
      AWSTimestamp: 'number',
      AWSEmail: 'string',
      AWSJSON: 'string',
      AWSURL: 'string',
      AWSPhone: 'string',
      AWSIPAddress: 'string',
    },
  },
});

mkdirSync(target, { recursive: true });
for (const file of files) writeFileSync(file.filename, await codegen(file));
