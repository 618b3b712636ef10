import { getLocation, getNamedType, OperationTypeNode, type GraphQLResolveInfo } from 'graphql';
import { FieldError, invalidRequest, unauthorizedField } from '../errors.ts';
import { locationsOf } from '../execution/error-json.ts';
import { onlySelected, selectionInfo } from '../execution/selection.ts';
import type { ConsoleLog } from '../log-settings.ts';
import type { RequestState } from '../execution/state.ts';
import type { CompiledCode, Evaluation, EvaluationError } from '../javascript/runtime.ts';
import type { ApiCache } from './api-cache.ts';
import type { Batch } from './batches.ts';
import type { FieldInvocation, HandlerContext, Run } from './step.ts';

/** AppSync's limit of unique `extensions.invalidateSubscriptions` in a request. */
const MAX_INVALIDATIONS = 5;

interface ApiOfRun {
  readonly env: Readonly<Record<string, string>>;
  readonly cache?: ApiCache;
  readonly log: (line: string) => void;
  /** The same, shown in the terminal too. */
  readonly warn: (line: string) => void;
  readonly logConsole: ConsoleLog;
}

/** One field being resolved: builds the `ctx` of each handler, and takes up what the handler brought about. */
export class FieldRun implements Run {
  readonly field: FieldInvocation;
  readonly #state: RequestState;
  readonly #info: GraphQLResolveInfo;
  readonly #api: ApiOfRun;
  readonly #common: Record<string, unknown>;
  readonly #path: (string | number)[];
  #stash: Readonly<Record<string, unknown>> = {};
  readonly #outErrors: EvaluationError[] = [];

  constructor(
    state: RequestState,
    field: {
      readonly source: unknown;
      readonly args: unknown;
      readonly info: GraphQLResolveInfo;
      readonly batch: Batch;
    },
    api: ApiOfRun,
  ) {
    const { info } = field;
    this.#state = state;
    this.#info = info;
    this.#api = api;
    this.field = {
      parentType: info.parentType.name,
      fieldName: info.fieldName,
      outputType: getNamedType(info.returnType).name,
      arguments: field.args,
      identity: state.identity,
      batch: field.batch,
    };
    this.#path = pathOf(info);
    this.#common = {
      arguments: field.args,
      identity: state.identity,
      source: field.source ?? null,
      request: state.request,
      env: api.env,
      info: {
        fieldName: info.fieldName,
        parentTypeName: info.parentType.name,
        variables: info.variableValues,
        ...selectionInfo(info.fieldNodes, info.fragments, getNamedType(info.returnType)),
      },
    };
  }

  async evaluate(code: CompiledCode, handler: 'request' | 'response', more: HandlerContext): Promise<Evaluation> {
    const evaluation = await code.evaluate(handler, {
      ...this.#common,
      stash: this.#stash,
      prev: more.prev ?? null,
      result: more.result ?? null,
      error: more.error ?? null,
      outErrors: this.#outErrors,
    });
    this.#stash = evaluation.stash;
    this.#takeUp(evaluation);
    if (handler === 'response') this.#takeUpSubscriptionEffects(evaluation);
    else this.#tellOfLostEffects(evaluation);
    if (evaluation.error) throw this.#fieldError(evaluation.error);
    return evaluation;
  }

  #takeUp(evaluation: Evaluation): void {
    const state = this.#state;
    for (const line of evaluation.logs) this.#api.logConsole(state.requestId, this.#name, line);
    for (const error of evaluation.appended) this.#append(error);
    Object.assign(state.responseHeaders, evaluation.responseHeaders);
    if (this.#info.operation.operation !== OperationTypeNode.MUTATION) return;
    for (const eviction of evaluation.cacheEvictions ?? []) {
      state.cacheEntriesDeleted += this.#api.cache?.evict(eviction) ?? 0;
    }
  }

  /** Whether `util.appendError` was called. */
  get hasErrors(): boolean {
    return this.#outErrors.length > 0;
  }

  /** Filters count in the response handlers of a subscription's resolver, invalidations in those of a mutation's. */
  #takeUpSubscriptionEffects(evaluation: Evaluation): void {
    const state = this.#state;
    const { parentType, schema } = this.#info;
    if (parentType === schema.getSubscriptionType()) {
      state.subscriptionFilter = evaluation.subscriptionFilter ?? state.subscriptionFilter;
      state.subscriptionInvalidationFilter =
        evaluation.subscriptionInvalidationFilter ?? state.subscriptionInvalidationFilter;
    }
    if (parentType !== schema.getMutationType()) return;
    for (const invalidation of evaluation.invalidations ?? []) {
      const text = JSON.stringify(invalidation);
      if (state.invalidations.some((known) => JSON.stringify(known) === text)) continue;
      if (state.invalidations.length >= MAX_INVALIDATIONS) {
        throw invalidRequest(`A request invalidates subscriptions at most ${MAX_INVALIDATIONS} times.`);
      }
      state.invalidations.push(invalidation);
    }
  }

  /** Of what AWS's reference allows in response handlers only: without a word, who subscribes would see too much. */
  #tellOfLostEffects(evaluation: Evaluation): void {
    const { subscriptionFilter, subscriptionInvalidationFilter, invalidations = [] } = evaluation;
    const lost = [
      ...(subscriptionFilter ? ['setSubscriptionFilter'] : []),
      ...(subscriptionInvalidationFilter ? ['setSubscriptionInvalidationFilter'] : []),
      ...(invalidations.length > 0 ? ['invalidateSubscriptions'] : []),
    ];
    for (const name of lost) this.#api.warn(`${this.#name}: extensions.${name} counts in the response handler only`);
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
    this.#api.log(`${this.#state.requestId} ${this.#name} ${type ?? 'error'}: ${message}`);
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
