import type { Review } from '../../generated/schema.ts';
import { reviewOf, type ReviewedContext } from '../steps/reviewing.ts';

export function request() {
  return {};
}

export function response(ctx: ReviewedContext): Review {
  return reviewOf(ctx);
}
