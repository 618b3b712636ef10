import * as ai from './ai.ts';
import * as dynamodb from './dynamodb.ts';
import { extensions, runtime } from './extensions.ts';
import * as rds from './rds/index.ts';
import { util } from './util.ts';

type Members = Readonly<Record<string, unknown>>;

/** An object of its own: what a namespace has behind getters would not be frozen with it. */
function membersOf(namespace: Members): Members {
  return { ...namespace };
}

/** What a resolver can import, by the module's name. */
export const modules: Readonly<Record<string, Members>> = {
  '@aws-appsync/utils': { util, extensions, runtime },
  '@aws-appsync/utils/ai': membersOf(ai),
  '@aws-appsync/utils/dynamodb': membersOf(dynamodb),
  '@aws-appsync/utils/rds': membersOf(rds),
};
