import type { Context } from '@aws-appsync/utils';
import { endsWithCaller } from '../steps/live.ts';

export function request() {
  return {};
}

export function response(ctx: Context): null {
  endsWithCaller(ctx);
  return null;
}
