import appsync from '@aws-appsync/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { kalplaPlugin } from './eslint-rules/plugin.ts';

const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];
/** What APPSYNC_JS runs: the model is bundled into the resolvers. */
const APPSYNC = ['resolvers/**/*.ts', 'model/**/*.ts'];
const PRODUCT = ['resolvers/**/*.ts', 'model/**/*.ts', 'functions/**/*.ts', 'lib/**/*.ts'];

const correctness = {
  eqeqeq: 'error',
  'no-cond-assign': 'error',
  'no-constant-binary-expression': 'error',
  'no-constant-condition': ['error', { checkLoops: false }],
  'no-debugger': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-empty-pattern': 'error',
  'no-fallthrough': 'error',
  'no-misleading-character-class': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-template-curly-in-string': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unreachable-loop': 'error',
  'no-unsafe-finally': 'error',
  'no-unsafe-optional-chaining': 'error',
  'no-useless-catch': 'error',
  'no-useless-escape': 'error',
  'require-atomic-updates': 'error',
  'use-isnan': 'error',
};

const style = {
  'no-else-return': 'error',
  'no-param-reassign': 'error',
  'no-useless-rename': 'error',
  'no-useless-return': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

/** A file fits on a screen or two, a function in a head. */
const size = {
  complexity: ['error', 20],
  'max-depth': ['error', 4],
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }],
  'max-nested-callbacks': ['error', 4],
  'max-params': ['error', 5],
};

const types = {
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  // `type` and `interface` differ in meaning here: DynamoDB's requests take plain records, and only a type is one.
  '@typescript-eslint/consistent-type-definitions': 'off',
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreVoidReturningFunctions: true }],
  // A construct is its constructor.
  '@typescript-eslint/no-extraneous-class': ['error', { allowConstructorOnly: true, allowWithDecorator: false }],
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
  '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
  // Guest code of the local cloud can pass anything, whatever the type says.
  '@typescript-eslint/no-unnecessary-type-conversion': 'off',
  // `pick<Item>(…)`: the caller names the type of what comes out of the table.
  '@typescript-eslint/no-unnecessary-type-parameters': 'off',
  // `_` says: the interface gives this, and it isn't needed here.
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  // An implementation of an asynchronous interface needn't wait for anything.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowBoolean: true, allowNumber: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
};

const noDefaultExport = {
  'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Exports have names here.' }],
};

export default defineConfig(
  globalIgnores(['docs/clients/gql/', 'cdk.out/', 'build/', '.kalpla/', 'generated/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  { files: ['**/*.js', ...TYPESCRIPT], rules: { ...correctness, ...style } },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...size, ...types, ...noDefaultExport },
  },
  { files: [...PRODUCT, 'local/**/*.ts'], rules: { 'no-console': ['error', { allow: ['error', 'warn'] }] } },
  {
    files: APPSYNC,
    extends: [appsync.configs.recommended],
    plugins: { kalpla: kalplaPlugin },
    rules: {
      '@aws-appsync/no-function-passing': 'off',
      'kalpla/appsync-imports': 'error',
      'kalpla/appsync-no-function-passing': 'error',
      'kalpla/appsync-no-new': 'error',
      'kalpla/appsync-no-nullish-error': 'error',
      'kalpla/appsync-no-throw': 'error',
      'kalpla/appsync-no-unsupported-globals': 'error',
      'kalpla/appsync-no-unsupported-methods': 'error',
    },
  },
  { files: ['resolvers/**/*.ts'], rules: { 'kalpla/appsync-response-or-error': 'error' } },
  {
    files: ['lib/**/*.ts'],
    // A stage's configuration speaks in numbers where CDK has enums of numbers, such as days of retention.
    rules: { '@typescript-eslint/no-unsafe-enum-assignment': 'off' },
  },
  {
    files: ['local/appsync/javascript/library/**/*.ts'],
    // It runs beside guest code: it takes built-ins apart before a guest can change them, and what it throws to leave a
    // handler gives a guest nothing to hold on to.
    rules: { '@typescript-eslint/only-throw-error': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // A test knows what it has set up: a wrong guess fails it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['*.config.ts', 'docs/clients/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
