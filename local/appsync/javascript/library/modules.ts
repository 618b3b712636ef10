import * as ai from './ai.ts';
import * as dynamodb from './dynamodb.ts';
import { extensions, runtime } from './extensions.ts';
import * as rds from './rds/index.ts';
import { util } from './util.ts';

/** What a resolver can import, by the module's name. */
export const modules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '@aws-appsync/utils': { util, extensions, runtime },
  '@aws-appsync/utils/ai': { ...ai },
  '@aws-appsync/utils/dynamodb': { ...dynamodb },
  '@aws-appsync/utils/rds': { ...rds },
};
