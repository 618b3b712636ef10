import { AwsError } from '../../errors.ts';

type Input = Readonly<Record<string, unknown>>;

/** One action of a transaction. */
export interface TransactionAction {
  /** `Put`, `Update`, `Delete`, `ConditionCheck` or `Get`. */
  readonly kind: string;
  readonly action: Input;
}

const mostActions = 100;

/** In the order of the request. @throws AwsError ValidationException for too many, or two in one */
export function actionsOf(input: Input): TransactionAction[] {
  const items = Array.isArray(input['TransactItems']) ? (input['TransactItems'] as unknown[]) : [];
  if (items.length > mostActions) {
    throw invalid(
      "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${mostActions}`,
    );
  }
  return items.flatMap((item) => {
    const all = Object.entries(recordOf(item)).filter(([, action]) => action !== undefined && action !== null);
    if (all.length > 1) throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
    return all.map(([kind, action]) => ({ kind, action: recordOf(action) }));
  });
}

/** What isn't an object is the engine's to refuse. */
export function recordOf(value: unknown): Input {
  return typeof value === 'object' && value !== null ? (value as Input) : {};
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
