import type { CompiledCode, Evaluation } from '../javascript/runtime.ts';
import type { DataSourceAnswer } from './data-source-answer.ts';
import type { Batch } from './batches.ts';

/** The field for which a data source is asked. */
export interface FieldInvocation {
  readonly parentType: string;
  readonly fieldName: string;
  /** Name of the field's type, without list and non-null. */
  readonly outputType: string;
  readonly arguments: unknown;
  readonly identity: unknown;
  /** Where the runs of this field's resolver in one GraphQL request meet. */
  readonly batch: Batch;
}

export interface DataSource {
  readonly name: string;
  /**
   * @param step for which it is asked: requests of one step can go out as a batch
   * @throws FieldError for a request that can't be made; the response handler is then not run
   */
  invoke(request: unknown, field: FieldInvocation, step: Step): Promise<DataSourceAnswer>;
}

/** A unit resolver, or one function of a pipeline. */
export interface Step {
  readonly code: CompiledCode;
  readonly dataSource: DataSource;
  /** How many requests go into one invocation of a function; 0: it isn't configured. */
  readonly maxBatchSize: number;
}

/** What a run of handlers shares. `evaluate` rejects when a handler ended with an error. */
export interface Run {
  readonly field: FieldInvocation;
  evaluate(code: CompiledCode, handler: 'request' | 'response', more: HandlerContext): Promise<Evaluation>;
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
  const request = await run.evaluate(step.code, 'request', { prev });
  if (request.earlyReturn) return { result: request.result, end: request.earlyReturn.skipTo === 'END' };
  const { result, error, final } = await step.dataSource.invoke(request.result, run.field, step);
  if (final) return { result, end: false };
  const response = await run.evaluate(step.code, 'response', { prev, result, error: error ?? null });
  return { result: response.result, end: response.earlyReturn?.skipTo === 'END' };
}
