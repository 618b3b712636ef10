import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { Points } from '../../generated/schema.ts';
import { pointsKey } from '../../model/keys.ts';
import { toPoints, type PointsItem } from '../../model/points.ts';
import { weekOf } from '../../model/week.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context) {
  return get({ key: pointsKey(signedInSub(ctx)) });
}

export function response(ctx: Context): Points {
  orError(ctx);
  return toPoints(ctx.result as PointsItem | null, weekOf(util.time.nowEpochSeconds()));
}
