import { getLocation, OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import { FieldError, unauthorizedField } from '../errors.ts';
import { locationsOf } from '../execution/error-json.ts';
import { onlySelected, selectionInfo } from '../execution/selection.ts';
import type { RequestState } from '../execution/state.ts';
import type { CompiledCode, Evaluation, EvaluationError } from '../javascript/runtime.ts';
import type { HandlerContext, Run } from './step.ts';

/** One field being resolved: builds the `ctx` of each handler, and takes up what the handler brought about. */
export class FieldRun implements Run {
  readonly #state: RequestState;
  readonly #info: GraphQLResolveInfo;
  readonly #log: (line: string) => void;
  readonly #common: Record<string, unknown>;
  readonly #path: (string | number)[];
  #stash: Readonly<Record<string, unknown>> = {};
  readonly #outErrors: EvaluationError[] = [];

  constructor(
    state: RequestState,
    field: { readonly source: unknown; readonly args: unknown; readonly info: GraphQLResolveInfo },
    api: { readonly env: Readonly<Record<string, string>>; readonly log: (line: string) => void },
  ) {
    const { info } = field;
    this.#state = state;
    this.#info = info;
    this.#log = api.log;
    this.#path = pathOf(info);
    this.#common = {
      arguments: field.args,
      args: field.args,
      identity: state.identity,
      source: field.source ?? null,
      request: state.request,
      env: api.env,
      info: {
        fieldName: info.fieldName,
        parentTypeName: info.parentType.name,
        variables: info.variableValues,
        ...selectionInfo(info.fieldNodes, info.fragments),
      },
    };
  }

  evaluate(code: CompiledCode, handler: 'request' | 'response', more: HandlerContext): Evaluation {
    const evaluation = code.evaluate(handler, {
      ...this.#common,
      stash: this.#stash,
      prev: more.prev ?? null,
      result: more.result ?? null,
      error: more.error ?? null,
      outErrors: this.#outErrors,
    });
    this.#stash = evaluation.stash;
    this.#takeUp(evaluation);
    if (evaluation.error) throw this.#fieldError(evaluation.error);
    return evaluation;
  }

  #takeUp(evaluation: Evaluation): void {
    const state = this.#state;
    for (const line of evaluation.logs) this.#log(`${state.requestId} ${this.#name} ${line}`);
    for (const error of evaluation.appended) this.#append(error);
    Object.assign(state.responseHeaders, evaluation.responseHeaders);
    state.invalidations.push(...(evaluation.invalidations ?? []));
    if (this.#info.operation.operation !== OperationTypeNode.SUBSCRIPTION) return;
    state.subscriptionFilter = evaluation.subscriptionFilter ?? state.subscriptionFilter;
    state.subscriptionInvalidationFilter =
      evaluation.subscriptionInvalidationFilter ?? state.subscriptionInvalidationFilter;
  }

  #append(error: EvaluationError): void {
    this.#outErrors.push(error);
    const { message, errorType, data, errorInfo } = this.#fieldError(error);
    const locations = this.#info.fieldNodes.flatMap(({ loc }) => (loc ? [getLocation(loc.source, loc.start)] : []));
    this.#state.appended.push({
      path: this.#path,
      data,
      errorType,
      errorInfo,
      locations: locationsOf({ locations }),
      message,
    });
  }

  #fieldError({ message, type, data, errorInfo }: EvaluationError): FieldError {
    const { fieldName, parentType, fieldNodes, fragments } = this.#info;
    this.#log(`${this.#state.requestId} ${this.#name} ${type ?? 'error'}: ${message}`);
    // `util.unauthorized()` knows neither field nor type.
    if (type === 'Unauthorized' && message === 'Unauthorized') return unauthorizedField(parentType.name, fieldName);
    const told = data === null || data === undefined ? null : onlySelected(data, fieldNodes, fragments);
    return new FieldError(message, type, told, errorInfo);
  }

  get #name(): string {
    return `${this.#info.parentType.name}.${this.#info.fieldName}`;
  }
}

function pathOf(info: GraphQLResolveInfo): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: typeof info.path | undefined = info.path; at; at = at.prev) path.unshift(at.key);
  return path;
}
