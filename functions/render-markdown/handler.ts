import type { RenderAnswer, RenderCall } from '../../model/rendering.ts';
import { render } from './render.ts';

/** Markdown as HTML that can do no harm. It reads nothing: who may have the text was decided by the resolver that asks. */
export function handler({ markdown }: RenderCall): Promise<RenderAnswer> {
  return Promise.resolve({ html: render(markdown) });
}
