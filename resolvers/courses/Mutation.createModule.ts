import type { Context } from '@aws-appsync/utils';
import type { Module, MutationCreateModuleArgs } from '../../generated/schema.ts';
import { toModule } from '../../model/course.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { clientToken, firstOf, line } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationCreateModuleArgs>) {
  const { input } = ctx.args;
  refuseIf(firstOf([clientToken(input.clientToken), line('title', input.title, 1, 120)]));
  return {};
}

export function response(ctx: Context<MutationCreateModuleArgs, object, { result: string }>): Module {
  const { courseId, title } = ctx.args.input;
  return toModule(courseUlidOf(courseId) ?? '', { ulid: ctx.prev.result, title: title.trim(), lessons: [] });
}
