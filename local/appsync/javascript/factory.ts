import type { AnyNode, ImportDeclaration, Program } from 'acorn';
import { full } from 'acorn-walk';
import { oncePerText } from '../../once-per-text.ts';
import { applyEdits, Positions, type Edit } from './positions.ts';
import { CODES_KNOWN } from './refusal.ts';
import { CodeSyntaxError, parseModule } from './syntax.ts';

/** A module made ready for the sandbox. */
export interface Factory {
  /**
   * A script whose value is a function: it takes the loader of modules and the comparison that stands for `===`, and
   * returns what the module exports. Its first line is ours, the author's first line is the second.
   */
  readonly text: string;
  readonly positions: Positions;
}

/** Syntax that no sandboxed code may have, checked or not: all of it could hand the host's own objects to the code. */
const FORBIDDEN = ['ImportExpression', 'MetaProperty', 'AwaitExpression', 'YieldExpression'];

function refuse(node: AnyNode, what: string): never {
  const { line, column } = node.loc?.start ?? { line: 1, column: 0 };
  const message = `${what} is not supported`;
  throw new CodeSyntaxError({ type: 'LINT_ERROR', line, column: column + 1, span: -1, message });
}

function guard(program: Program, code: string): void {
  full(program, (visited) => {
    const node = visited;
    if (FORBIDDEN.includes(node.type)) refuse(node, node.type);
    if ('async' in node && node.async) refuse(node, 'async');
    if ('await' in node && node.await) refuse(node, 'await');
    if ('generator' in node && node.generator) refuse(node, 'A generator');
    // `<!--` and `-->` are operators in a module and comments in a script: read as the one and run as the other,
    // text could become code that was never looked at.
    if (node.type !== 'UpdateExpression' || node.operator !== '--') return;
    if (code[node.start - 1] === '!' || code[node.end] === '>') refuse(node, '--');
  });
}

/** `const { util, runtime: r } = $load("…");` */
function toBinding(declaration: ImportDeclaration): string {
  const source = JSON.stringify(declaration.source.value);
  return declaration.specifiers
    .map((specifier) => {
      if (specifier.type === 'ImportNamespaceSpecifier') return `const ${specifier.local.name} = $load(${source});`;
      if (specifier.type === 'ImportDefaultSpecifier')
        return `const ${specifier.local.name} = $load(${source}).default;`;
      const { imported } = specifier;
      const name = imported.type === 'Identifier' ? imported.name : String(imported.value);
      return `const { ${JSON.stringify(name)}: ${specifier.local.name} } = $load(${source});`;
    })
    .join(' ');
}

/** `export { a as b }` and exported declarations, as members of the object that the factory returns. */
function toExports(program: Program): string[] {
  return program.body.flatMap((node) => {
    if (node.type === 'ExportDefaultDeclaration' || node.type === 'ExportAllDeclaration') refuse(node, node.type);
    if (node.type !== 'ExportNamedDeclaration') return [];
    if (node.source) refuse(node, 'Exporting from another module');
    const { declaration } = node;
    if (declaration?.type === 'FunctionDeclaration') return [declaration.id.name];
    if (declaration?.type === 'ClassDeclaration') return [declaration.id.name];
    if (declaration) {
      return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    }
    return node.specifiers.flatMap(({ local, exported }) =>
      local.type === 'Identifier' && exported.type === 'Identifier' ? [`${exported.name}: ${local.name}`] : [],
    );
  });
}

/** Keeps the place of what follows, so that errors point to the author's lines and columns. */
function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}

function toEdits(program: Program, code: string): Edit[] {
  const edits: Edit[] = [];
  const erase = (start: number, end: number): unknown =>
    edits.push({ start, end, text: blank(code.slice(start, end)) });
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') erase(node.start, node.end);
    if (node.type === 'ExportNamedDeclaration') erase(node.start, node.declaration?.start ?? node.end);
  }
  full(program, (visited) => {
    const node = visited;
    if (node.type !== 'BinaryExpression' || !['===', '!=='].includes(node.operator)) return;
    const operator = code.indexOf(node.operator, node.left.end);
    // Shortened code may have no space between `return` and what begins with a parenthesis.
    edits.push({ start: node.start, end: node.start, text: ` ${node.operator === '===' ? '' : '!'}$same(` });
    edits.push({ start: operator, end: operator + 3, text: ',' });
    edits.push({ start: node.end, end: node.end, text: ')' });
  });
  return edits.sort((one, other) => one.start - other.start);
}

/** @throws CodeSyntaxError when the code does not parse, or has what can't be allowed in a sandbox */
export const toFactory = oncePerText((code): Factory => {
  const program = parseModule(code);
  guard(program, code);
  const imports = program.body.filter((node) => node.type === 'ImportDeclaration').map(toBinding);
  const edits = toEdits(program, code);
  const body = applyEdits(code, edits);
  const head = `(function ($load, $same) { "use strict"; ${imports.join(' ')}`;
  return {
    text: `${head}\n${body}\nreturn { ${toExports(program).join(', ')} }; })`,
    positions: new Positions(code, program, edits, body),
  };
}, CODES_KNOWN);
