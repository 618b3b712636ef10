/** Writes `generated/schema.ts`, the types of schema.graphql; with `--check`, says whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { generateSchemaTypes } from '../lib/schema-types.ts';

const TARGET = 'generated/schema.ts';
const types = await generateSchemaTypes(readFileSync('schema.graphql', 'utf8'));
if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, types);
} else if (readFileSync(TARGET, 'utf8') !== types) {
  console.error(`${TARGET} is stale: run npm run generate.`);
  process.exit(1);
}
