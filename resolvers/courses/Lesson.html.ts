import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { Lesson } from '../../generated/schema.ts';
import type { RenderAnswer, RenderCall } from '../../model/rendering.ts';
import { orError } from '../steps/or-error.ts';

type HtmlContext = Context<object, object, undefined, Lesson, RenderAnswer>;

/** Of the lesson that the field above has answered: who gets that may have this. */
export function request(ctx: HtmlContext): LambdaRequest {
  const markdown = ctx.source?.body;
  if (!markdown) runtime.earlyReturn(null);
  const payload: RenderCall = { markdown: markdown ?? '' };
  return { operation: 'Invoke', payload };
}

export function response(ctx: HtmlContext): string {
  orError(ctx);
  return ctx.result.html;
}
