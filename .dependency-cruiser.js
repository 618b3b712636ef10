/** "The house", as far as imports can say it: which folder may know of which. */

/** Within a rule: any of these folders. */
const folders = (...names) => `^(${names.join('|')})/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid('no-circular', 'Two files that need each other are one file, or three.', {}, { circular: true }),
    forbid(
      'no-orphans',
      'A file that nobody imports and that imports nothing is dead, unless something runs it by its path.',
      {
        orphan: true,
        pathNot: [
          '^\\.dependency-cruiser\\.js$',
          '^(eslint|vitest|vitest\\.system)\\.config\\.(js|ts)$',
          '^(bin|scripts)/[^/]+\\.ts$',
          '^resolvers/(?!steps/)',
          '^functions/[^/]+/handler\\.ts$',
          '^generated/',
          '^test/local/apps/[^/]+/(functions|resolvers)/',
          '^test/local/apps/[^/]+/(functions|resolvers)/',
          '\\.test\\.ts$',
          '\\.d\\.ts$',
        ],
      },
      {},
    ),
    forbid(
      'no-unresolvable',
      'The import names nothing.',
      // A recipe for React Native, whose packages only an app has.
      { pathNot: '^docs/clients/native\\.tsx$' },
      { couldNotResolve: true },
    ),
    forbid(
      'no-unlisted-package',
      'Only packages that package.json names.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid(
      'product-without-tests',
      'What is deployed, or runs the deployment, knows nothing of how it is tested.',
      { path: folders('bin', 'lib', 'model', 'resolvers', 'functions', 'local', 'seed', 'scripts') },
      { path: ['^test/', 'node_modules/(vitest|@vitest|fast-check|eslint|typescript-eslint)/'] },
    ),
    forbid(
      'generated-alone',
      'Types from the schema need nothing.',
      { path: '^generated/' },
      { pathNot: '^generated/' },
    ),
    forbid(
      'model-pure',
      'Pure code that APPSYNC_JS can run.',
      { path: '^model/' },
      { pathNot: folders('model', 'generated') },
    ),
    forbid(
      'resolvers-small',
      'A resolver takes what APPSYNC_JS has and what is small enough to be bundled.',
      { path: '^resolvers/' },
      { pathNot: [folders('model', 'generated', 'resolvers/steps'), 'node_modules/@aws-appsync/utils/'] },
    ),
    forbid(
      'functions-alone',
      'A Lambda function is bundled by itself.',
      { path: '^functions/' },
      { path: folders('bin', 'lib', 'resolvers', 'local', 'seed', 'scripts', 'bench', 'eslint-rules') },
    ),
    forbid(
      'functions-apart',
      'Functions share code by functions/shared only.',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/', pathNot: ['^functions/$1/', '^functions/shared/'] },
    ),
    forbid(
      'lib-by-path',
      'The stacks take resolvers and handlers by path: by import only the names of environment variables.',
      { path: '^lib/' },
      {
        path: folders('bin', 'resolvers', 'functions', 'local', 'seed', 'scripts', 'bench', 'eslint-rules'),
        pathNot: '^functions/[^/]+/env\\.ts$',
      },
    ),
    forbid(
      'bin-composes',
      'The app picks a stage and composes stacks; nothing else.',
      { path: '^bin/' },
      {
        path: folders(
          'model',
          'resolvers',
          'functions',
          'local',
          'seed',
          'scripts',
          'bench',
          'eslint-rules',
          'generated',
        ),
      },
    ),
    forbid(
      'local-knows-aws-only',
      'The local cloud knows nothing of Kalpla: it could be its own package.',
      { path: '^local/' },
      { path: '^[^./][^/]*/', pathNot: folders('local', 'node_modules'), dependencyTypesNot: ['core'] },
    ),
    forbid(
      'seed-by-api',
      'Demo data goes through the public API.',
      { path: '^seed/' },
      { path: folders('bin', 'lib', 'resolvers', 'functions', 'local', 'scripts', 'bench', 'eslint-rules') },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count: who knows another's types knows the other.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(cdk\\.out|build|\\.kalpla|coverage|docs/clients/gql)/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
