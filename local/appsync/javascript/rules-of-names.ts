import type { AnyNode, MemberExpression } from 'acorn';
import { modules } from './library/modules.ts';
import { nameOf, type Rule } from './rule.ts';
import type { Scopes } from './scopes.ts';
import { GLOBALS, SUPPORTED_STATICS, UNSUPPORTED_GLOBALS } from './supported.ts';

const UTILS = '@aws-appsync/utils';

const imports: Rule = (node) => {
  if (node.type !== 'ImportDeclaration') return undefined;
  const source = String(node.source.value);
  const module = Object.hasOwn(modules, source) ? modules[source] : undefined;
  if (!module) return `Cannot import from '${source}': only ${Object.keys(modules).join(', ')} can be imported`;
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportDefaultSpecifier') return `'${source}' has no default export`;
    const imported = specifier.type === 'ImportSpecifier' ? specifier.imported : undefined;
    if (imported?.type === 'Identifier' && !Object.hasOwn(module, imported.name)) {
      return `'${source}' has no export '${imported.name}'`;
    }
  }
  return undefined;
};

const exports: Rule = (node) => {
  if (node.type === 'ExportDefaultDeclaration') return 'A default export is not supported';
  const isFromElsewhere =
    node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source);
  return isFromElsewhere ? 'An export from another module is not supported' : undefined;
};

/** AppSync compiles by TypeScript: a name that nothing declares is refused, also where it would never be reached. */
const names: Rule = (node, ancestors, scopes) => {
  if (node.type !== 'Identifier' || GLOBALS.has(node.name) || scopes.resolve(node.name, ancestors)) return undefined;
  return UNSUPPORTED_GLOBALS.has(node.name) ? `${node.name} is not supported` : `Cannot find name '${node.name}'.`;
};

const statics: Rule = (node, ancestors, scopes) => {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  const { name } = node.object;
  const supported = Object.hasOwn(SUPPORTED_STATICS, name) ? SUPPORTED_STATICS[name] : undefined;
  const member = nameOf(node.property, node.computed);
  if (!supported || !member || supported.includes(member) || scopes.resolve(name, ancestors)) return undefined;
  return `Method ${name}.${member} is not implemented`;
};

/** Members of `util` and its like, as written: `util.time.nowISO8601`. */
function pathOf(
  node: MemberExpression,
  ancestors: readonly AnyNode[],
  scopes: Scopes,
): readonly [object, string[]] | undefined {
  const member = nameOf(node.property, node.computed);
  if (member === undefined) return undefined;
  if (node.object.type === 'MemberExpression') {
    const parent = pathOf(node.object, ancestors, scopes);
    return parent && [parent[0], [...parent[1], member]];
  }
  if (node.object.type !== 'Identifier') return undefined;
  const { name } = node.object;
  const binding = scopes.resolve(name, ancestors);
  const imported = binding ? binding.imported : { module: UTILS, name };
  const module = imported && modules[imported.module];
  if (!module) return undefined;
  if (imported.name === '*') return [module, [member]];
  return Object.hasOwn(module, imported.name) ? [module, [imported.name, member]] : undefined;
}

const utilities: Rule = (node, ancestors, scopes) => {
  const found = node.type === 'MemberExpression' ? pathOf(node, ancestors, scopes) : undefined;
  if (!found) return undefined;
  const [module, path] = found;
  let value: unknown = module;
  for (const [index, member] of path.entries()) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.hasOwn(value, member)) {
      return index === path.length - 1 ? `${path.join('.')} is not provided by this APPSYNC_JS` : undefined;
    }
    value = (value as Readonly<Record<string, unknown>>)[member];
  }
  return undefined;
};

/** Modules, globals and their members, as far as APPSYNC_JS lacks them. */
export const nameRules: Readonly<Record<string, Rule>> = {
  'known-imports': imports,
  'own-exports': exports,
  'known-names': names,
  'known-statics': statics,
  'known-utilities': utilities,
};
