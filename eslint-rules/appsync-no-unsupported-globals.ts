import type { Rule, Scope } from 'eslint';

/**
 * What the "Supported runtime features" page of the AppSync developer guide lists, and nothing else: a list of
 * what is refused would always lag behind the language. `Array.isArray` isn't on the page, but AWS's own plugin
 * refuses all other static members of Array.
 */
const MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Array', ['isArray']],
  ['JSON', ['parse', 'stringify']],
  ['Math', ['ceil', 'floor', 'max', 'min', 'random', 'round']],
  ['Number', ['isFinite', 'isNaN']],
  ['Object', ['assign', 'entries', 'hasOwn', 'keys', 'values']],
  ['console', ['error', 'log']],
]);

const VALUES: readonly string[] = ['undefined', 'NaN', 'Infinity', 'util', 'extensions', 'runtime'];

const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['Boolean', 'write `!!value`'],
  ['Date', 'use `util.time`'],
  ['Number', 'write `+value`'],
  ['Object.fromEntries', 'fill an object in a loop'],
  ['RegExp', 'use `util.matches`'],
  ['String', 'write a template literal'],
  ['parseFloat', 'write `+value`'],
  ['parseInt', 'write `+value`'],
]);

/** Refuses built-ins that APPSYNC_JS does not have, such as `Date`, `Map`, `Promise` and `Object.fromEntries`. */
export const appsyncNoUnsupportedGlobals: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Disallow built-ins that APPSYNC_JS does not have' },
    schema: [],
    messages: { unsupported: 'APPSYNC_JS has no `{{name}}`{{instead}}.' },
  },
  create(context) {
    const { scopeManager } = context.sourceCode;

    function check(node: Rule.Node): void {
      const name = unsupportedName(node);
      if (name === null) return;
      const instead = INSTEAD.get(name);
      context.report({ node, messageId: 'unsupported', data: { name, instead: instead ? `: ${instead}` : '' } });
    }

    return {
      'Program:exit': () => {
        for (const scope of scopeManager.scopes) {
          for (const reference of scope.references) {
            if (isValue(reference) && isGlobal(reference)) check(reference.identifier as Rule.Node);
          }
        }
      },
    };
  },
};

/** The name to report, or null where the reference is to something that the runtime has. */
function unsupportedName(node: Rule.Node): string | null {
  if (node.type !== 'Identifier') return null;
  if (VALUES.includes(node.name)) return null;
  const members = MEMBERS.get(node.name);
  const { parent } = node;
  if (!members || parent.type !== 'MemberExpression' || parent.object !== node) return node.name;
  if (parent.computed || parent.property.type !== 'Identifier') return `${node.name}[…]`;
  return members.includes(parent.property.name) ? null : `${node.name}.${parent.property.name}`;
}

/** A built-in has no definition in the file, whether or not the parser knows of it. */
function isGlobal(reference: Scope.Reference): boolean {
  return reference.resolved === null || reference.resolved.defs.length === 0;
}

/** The TypeScript parser also has references in types, of which nothing is left at run time. */
function isValue(reference: Scope.Reference & { readonly isValueReference?: boolean }): boolean {
  return reference.isValueReference !== false;
}
