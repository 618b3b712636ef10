import type { CompiledCode } from '../javascript/runtime.ts';
import type { CachingConfig } from './api-cache.ts';
import { runStep, type Run, type Step } from './step.ts';

export type Resolver = { readonly caching?: CachingConfig } & (
  | { readonly kind: 'UNIT'; readonly step: Step }
  | { readonly kind: 'PIPELINE'; readonly code: CompiledCode; readonly functions: readonly Step[] }
);

/** The field's value, as AWS documents for "JavaScript resolvers" and `runtime.earlyReturn`. */
export async function resolve(resolver: Resolver, run: Run): Promise<unknown> {
  if (resolver.kind === 'UNIT') return (await runStep(resolver.step, run, null)).result;
  const before = await run.evaluate(resolver.code, 'request', {});
  let result = before.result;
  if (!before.earlyReturn) {
    for (const step of resolver.functions) {
      const outcome = await runStep(step, run, { result });
      result = outcome.result;
      if (outcome.end) break;
    }
  }
  return (await run.evaluate(resolver.code, 'response', { result, prev: { result } })).result;
}
