import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { useValue } from './harness.ts';

const valueOf = useValue();
/** AppSync's types don't declare it. */
const CONSOLE = ['console.error', 'console.log'];

/** The functions that AWS's package of types declares: `util.time.nowISO8601`, `rds.agg.max`. */
function declaredFunctions(): string[] {
  const file = 'functions-of-appsync.ts';
  const text = `import { util, runtime, extensions } from '@aws-appsync/utils';
    import * as dynamodb from '@aws-appsync/utils/dynamodb';
    import * as rds from '@aws-appsync/utils/rds';
    import * as ai from '@aws-appsync/utils/ai';
    export const all = { util, runtime, extensions, dynamodb, rds, ai };`;
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(file, text, version) : getSourceFile(name, version);
  const program = ts.createProgram([file], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const all = module && checker.getExportsOfModule(module).find(({ name }) => name === 'all');
  if (!source || !all) throw new Error('The types of AppSync can’t be read');
  const functionsOf = (type: ts.Type, path: string): string[] =>
    type.getCallSignatures().length > 0
      ? [path]
      : type.getProperties().flatMap((member) => {
          const name = path === '' ? member.name : `${path}.${member.name}`;
          return functionsOf(checker.getTypeOfSymbolAtLocation(member, source), name);
        });
  return functionsOf(checker.getTypeOfSymbolAtLocation(all, source), '');
}

function functionsOfTheSandbox(): string[] {
  const list = `((roots) => {
    const names = [];
    for (const [root, members] of Object.entries(roots)) {
      for (const [name, member] of Object.entries(members)) {
        if (typeof member === 'function') names.push(root + '.' + name);
        else for (const [inner, value] of Object.entries(member)) {
          if (typeof value === 'function') names.push(root + '.' + name + '.' + inner);
        }
      }
    }
    return names;
  })({ util, runtime, extensions, dynamodb: ddb, rds, ai, console })`;
  return (valueOf(list) as string[]).sort();
}

const rows = readFileSync('docs/appsync-js.md', 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .filter(([, name]) => name && /^(util|runtime|extensions|dynamodb|rds|ai|console)\./.test(name));

test('the sandbox offers each function that AWS’s types declare, and no other', () => {
  const declared = declaredFunctions();
  expect(declared.length).toBeGreaterThan(100);
  expect(functionsOfTheSandbox()).toEqual([...declared, ...CONSOLE].sort());
});

test('docs/appsync-js.md lists each function once', () => {
  expect(rows.map(([, name]) => name).sort()).toEqual(functionsOfTheSandbox());
});

test.each(rows.map(([, name = '', page = '', files = '']) => ({ name, page, files })))(
  '$name has a page and cases that call it',
  ({ name, page, files }) => {
    expect(page).toMatch(/^\[.+\]\(https:\/\/docs\.aws\.amazon\.com\/appsync\/latest\/devguide\/[\w-]+\.html\)$/);
    const texts = files.split(', ').map((file) => readFileSync(`test/local/appsync/javascript/${file}`, 'utf8'));
    const method = name.slice(name.lastIndexOf('.') + 1).replace(/Distinct$/, '');
    expect(texts.every((text) => text.includes(method))).toBe(true);
  },
);
