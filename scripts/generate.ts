/** Writes `generated/schema.ts`, the types of schema.graphql. A test fails when it is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { generateSchemaTypes } from '../lib/schema-types.ts';

const target = new URL('../generated/schema.ts', import.meta.url);
const source = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');
writeFileSync(target, await generateSchemaTypes(source));
