import { setTimeout as delay } from 'node:timers/promises';
import { AwsError } from './errors.ts';

/**
 * What goes wrong at a call: `throttle` and `error` refuse it before anything has happened, `latency` answers a second
 * late, `crashAfterCommit` does the work and loses the answer. At a delivery: `duplicate` delivers twice, `reorder`
 * delivers later ones first.
 */
export const faultKinds = ['throttle', 'latency', 'error', 'duplicate', 'reorder', 'crashAfterCommit'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A fault to come: it strikes `count` calls of the operation. */
export interface PlannedFault {
  /** Name of a service of the local cloud, such as `dynamodb`. */
  readonly service: string;
  /** Such as `PutItem`; `*`: any. */
  readonly operation: string;
  readonly kind: FaultKind;
  readonly count: number;
}

/** A planned fault with how often it has struck. */
export interface FaultReport extends PlannedFault {
  readonly struck: number;
}

/** Kinds by operation: the faults of a service that a lever may plan. */
export type SupportedFaults = Readonly<Record<string, readonly FaultKind[]>>;

/** How a service says that it refuses a call. */
export interface FaultAnswers {
  throttled(): AwsError;
  failed(): AwsError;
}

const latencyMs = 1000;

/** The faults that a lever has planned, until each has struck as often as it should. */
export class Faults {
  #planned: { readonly fault: PlannedFault; struck: number }[] = [];

  plan(fault: PlannedFault): void {
    this.#planned.push({ fault, struck: 0 });
  }

  clear(): void {
    this.#planned = [];
  }

  report(): FaultReport[] {
    return this.#planned.map(({ fault, struck }) => ({ ...fault, struck }));
  }

  /** The kind of the fault that strikes this call, if one does; the one that was planned first. */
  strike(service: string, operation: string, kinds: readonly FaultKind[]): FaultKind | undefined {
    const found = this.#planned.find(
      ({ fault, struck }) =>
        struck < fault.count &&
        fault.service === service &&
        (fault.operation === operation || fault.operation === '*') &&
        kinds.includes(fault.kind),
    );
    if (found) found.struck += 1;
    return found?.fault.kind;
  }

  /** Makes a call as the faults planned for it let it go. */
  async around<T>(service: string, operation: string, answers: FaultAnswers, call: () => Promise<T> | T): Promise<T> {
    // Nearly always; the path of every request.
    if (this.#planned.length === 0) return call();
    const kind = this.strike(service, operation, ['throttle', 'error', 'latency', 'crashAfterCommit']);
    if (kind === 'throttle') throw answers.throttled();
    if (kind === 'error') throw answers.failed();
    if (kind === 'latency') await delay(latencyMs);
    const result = await call();
    if (kind === 'crashAfterCommit') throw answers.failed();
    return result;
  }
}

/**
 * What the body of the lever asks for.
 * @param supported by service
 * @throws AwsError Validation
 */
export function plannedFault(body: unknown, supported: Readonly<Record<string, SupportedFaults>>): PlannedFault {
  const { service, operation = '*', kind, count = 1 } = (body ?? {}) as Record<string, unknown>;
  const operations = typeof service === 'string' && Object.hasOwn(supported, service) ? supported[service] : undefined;
  if (!operations) throw invalid('service', service, Object.keys(supported));
  if (typeof operation !== 'string' || (operation !== '*' && !Object.hasOwn(operations, operation))) {
    throw invalid('operation', operation, ['*', ...Object.keys(operations)]);
  }
  const kinds = operation === '*' ? Object.values(operations).flat() : (operations[operation] ?? []);
  const known = faultKinds.find((name) => name === kind && kinds.includes(name));
  if (!known) throw invalid('kind', kind, [...new Set(kinds)]);
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1) {
    throw new AwsError('Validation', `count is ${JSON.stringify(count)}, but must be a whole number from 1.`);
  }
  return { service: service as string, operation, kind: known, count };
}

function invalid(name: string, value: unknown, allowed: readonly string[]): AwsError {
  const list = allowed.join(', ');
  return new AwsError(
    'Validation',
    `${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}, but must be one of ${list}.`,
  );
}
