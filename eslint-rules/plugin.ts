import type { ESLint } from 'eslint';
import { appsyncImports } from './appsync-imports.ts';
import { appsyncNoFunctionPassing } from './appsync-no-function-passing.ts';
import { appsyncNoNew } from './appsync-no-new.ts';
import { appsyncNoNullishError } from './appsync-no-nullish-error.ts';
import { appsyncNoThrow } from './appsync-no-throw.ts';
import { appsyncNoUnsupportedGlobals } from './appsync-no-unsupported-globals.ts';
import { appsyncNoUnsupportedMethods } from './appsync-no-unsupported-methods.ts';
import { appsyncResponseOrError } from './appsync-response-or-error.ts';

/** What AWS's plugin for APPSYNC_JS misses, and what our resolvers have promised. */
export const kalplaPlugin = {
  rules: {
    'appsync-imports': appsyncImports,
    'appsync-no-function-passing': appsyncNoFunctionPassing,
    'appsync-no-new': appsyncNoNew,
    'appsync-no-nullish-error': appsyncNoNullishError,
    'appsync-no-throw': appsyncNoThrow,
    'appsync-no-unsupported-globals': appsyncNoUnsupportedGlobals,
    'appsync-no-unsupported-methods': appsyncNoUnsupportedMethods,
    'appsync-response-or-error': appsyncResponseOrError,
  },
} satisfies ESLint.Plugin;
