import { appsyncImports } from '../../eslint-rules/appsync-imports.ts';
import { file, ruleTester } from './rule-tester.ts';

const resolver = file('resolvers/courses/Query.course.ts');
const model = file('model/course.ts');
const refused = [{ messageId: 'refused' }];

ruleTester.run('appsync-imports', appsyncImports, {
  valid: [
    {
      name: 'a resolver takes the model',
      code: `import { courseKey } from '../../model/keys.ts';`,
      filename: resolver,
    },
    { name: 'a resolver takes a step', code: `export { response } from '../steps/item.ts';`, filename: resolver },
    { name: 'a resolver takes the runtime', code: `import { util } from '@aws-appsync/utils';`, filename: resolver },
    {
      name: 'a resolver takes generated types',
      code: `import type { Course } from '../../generated/schema.ts';`,
      filename: resolver,
    },
    {
      name: 'a resolver takes the DynamoDB module',
      code: `import { get } from '@aws-appsync/utils/dynamodb';`,
      filename: resolver,
    },
    {
      name: 'a step takes its neighbor',
      code: `import { orError } from './or-error.ts';`,
      filename: file('resolvers/steps/item.ts'),
    },
    { name: 'the model takes itself', code: `import { courseKey } from './keys.ts';`, filename: model },
    {
      name: 'the model takes generated types',
      code: `import type { Course } from '../generated/schema.ts';`,
      filename: model,
    },
    { name: 'a function is free', code: `import { z } from 'zod';`, filename: file('functions/confirm/handler.ts') },
  ],
  invalid: [
    { name: 'no resolver takes a package', code: `import { z } from 'zod';`, filename: resolver, errors: refused },
    {
      name: 'not even for types',
      code: `import type { Stack } from 'aws-cdk-lib';`,
      filename: resolver,
      errors: refused,
    },
    {
      name: 'no resolver takes RDS',
      code: `import { sql } from '@aws-appsync/utils/rds';`,
      filename: resolver,
      errors: refused,
    },
    {
      name: 'no resolver takes Node’s',
      code: `import { join } from 'node:path';`,
      filename: resolver,
      errors: refused,
    },
    {
      name: 'no resolver takes another field',
      code: `import { request } from './Query.courses.ts';`,
      filename: resolver,
      errors: refused,
    },
    {
      name: 'nor re-exports one',
      code: `export * from '../progress/Query.progress.ts';`,
      filename: resolver,
      errors: refused,
    },
    {
      name: 'no resolver takes a function’s code',
      code: `import { env } from '../../functions/confirm/env.ts';`,
      filename: resolver,
      errors: refused,
    },
    {
      name: 'no path goes around',
      code: `import { a } from '../steps/../courses/a.ts';`,
      filename: resolver,
      errors: refused,
    },
    {
      name: 'generated has no values',
      code: `import { Course } from '../../generated/schema.ts';`,
      filename: resolver,
      errors: [{ messageId: 'typesOnly' }],
    },
    {
      name: 'the model takes no runtime',
      code: `import { util } from '@aws-appsync/utils';`,
      filename: model,
      errors: refused,
    },
    {
      name: 'the model takes no resolver',
      code: `import { a } from '../resolvers/steps/a.ts';`,
      filename: model,
      errors: refused,
    },
    {
      name: 'nothing is loaded late',
      code: `import('../../model/keys.ts');`,
      filename: resolver,
      errors: [{ messageId: 'dynamic' }],
    },
  ],
});
