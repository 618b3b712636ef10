import type { CompiledCode, Evaluation } from '../javascript/runtime.ts';

/** What a data source answered; an `error` comes to the response handler as `ctx.error`. */
export interface DataSourceAnswer {
  readonly result: unknown;
  readonly error?: { readonly message: string; readonly type: string };
}

export interface DataSource {
  readonly name: string;
  /** @throws FieldError for a request that can't be made; the response handler is then not run */
  invoke(request: unknown): Promise<DataSourceAnswer>;
}

/** A unit resolver, or one function of a pipeline. */
export interface Step {
  readonly code: CompiledCode;
  readonly dataSource: DataSource;
}

/** What a run of handlers shares. `evaluate` throws when a handler ended with an error. */
export interface Run {
  evaluate(code: CompiledCode, handler: 'request' | 'response', more: HandlerContext): Evaluation;
}

/** The part of `ctx` that differs from handler to handler. */
export interface HandlerContext {
  readonly result?: unknown;
  readonly error?: DataSourceAnswer['error'] | null;
  readonly prev?: { readonly result: unknown } | null;
}

export interface StepResult {
  readonly result: unknown;
  /** `runtime.earlyReturn(…, { skipTo: 'END' })`: no further function of the pipeline runs. */
  readonly end: boolean;
}

/** Request handler, data source, response handler. An early return in the request handler skips the other two. */
export async function runStep(step: Step, run: Run, prev: HandlerContext['prev']): Promise<StepResult> {
  const request = run.evaluate(step.code, 'request', { prev });
  if (request.earlyReturn) return { result: request.result, end: request.earlyReturn.skipTo === 'END' };
  const { result, error } = await step.dataSource.invoke(request.result);
  const response = run.evaluate(step.code, 'response', { prev, result, error: error ?? null });
  return { result: response.result, end: response.earlyReturn?.skipTo === 'END' };
}
