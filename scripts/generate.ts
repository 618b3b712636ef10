/** Writes what is made of schema.graphql: types and the API reference; with `--check`, says whether it is up to date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { generateSchemaTypes } from '../lib/schema-types.ts';
import { apiReference } from './api-reference/reference.ts';

const source = readFileSync('schema.graphql', 'utf8');
const made = { 'generated/schema.ts': await generateSchemaTypes(source), 'docs/api.md': apiReference(source) };

for (const [target, text] of Object.entries(made)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error(`${target} is stale: run npm run generate.`);
    process.exitCode = 1;
  }
}
