import type { Rule } from 'eslint';
import { importedPath, pathInHouse } from './house.ts';

type ImportNode = Extract<
  Rule.Node,
  { type: 'ImportDeclaration' | 'ExportNamedDeclaration' | 'ExportAllDeclaration' }
> & { readonly importKind?: string; readonly exportKind?: string };

/** What the runtime itself provides; everything else is bundled into the code, whose size is limited. */
const RUNTIME = ['@aws-appsync/utils', '@aws-appsync/utils/dynamodb'];

/** By folder of the importer: what it may import, and what for its types only. */
const ALLOWED = [
  { from: 'resolvers/', folders: ['model/', 'resolvers/steps/'], packages: RUNTIME },
  { from: 'model/', folders: ['model/'], packages: [] },
] as const;

/** Refuses an import that a resolver's bundle must not have. A file elsewhere imports what it likes. */
export const appsyncImports: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Restrict the imports of code that APPSYNC_JS runs' },
    schema: [],
    messages: {
      refused: '`{{from}}` may not import `{{path}}`: only {{allowed}}, and types from `generated/`.',
      typesOnly: '`generated/` has types alone: write `import type`.',
      dynamic: 'APPSYNC_JS has no `import()`.',
    },
  },
  create(context) {
    const file = pathInHouse(context.cwd, context.filename);
    const allowed = ALLOWED.find(({ from }) => file.startsWith(from));
    if (!allowed) return {};

    function check(node: ImportNode): void {
      if (!allowed || !node.source) return;
      const path = importedPath(file, String(node.source.value));
      if (path.startsWith('generated/')) {
        if ((node.importKind ?? node.exportKind) !== 'type') context.report({ node, messageId: 'typesOnly' });
        return;
      }
      const names: readonly string[] = [...allowed.folders, ...allowed.packages];
      const fits = names.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name));
      if (fits) return;
      const list = names.map((name) => `\`${name}\``).join(', ');
      context.report({ node, messageId: 'refused', data: { from: allowed.from, path, allowed: list } });
    }

    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: (node) => {
        context.report({ node, messageId: 'dynamic' });
      },
    };
  },
};
