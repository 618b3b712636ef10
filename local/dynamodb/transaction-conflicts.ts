import { AwsError } from '../errors.ts';

const ONGOING = 'Transaction is ongoing for the item';

/**
 * Requests on the same item at the same time, refused as AWS refuses them: a transaction that writes bars other
 * transactions and single writes from its items while it runs, and a single write bars a transaction that reads.
 */
export class TransactionConflicts {
  readonly #transactions = new Set<string>();
  readonly #writes = new Map<string, number>();

  /**
   * @param items identities of the items touched, in the order of the request
   * @returns what to call when the request has ended
   * @throws AwsError TransactionCanceledException, TransactionConflictException
   */
  enter(operation: string, items: readonly string[]): () => void {
    switch (operation) {
      case 'TransactWriteItems':
        cancelIf(items.map((item) => this.#transactions.has(item)));
        for (const item of items) this.#transactions.add(item);
        return () => items.forEach((item) => this.#transactions.delete(item));
      case 'TransactGetItems':
        cancelIf(items.map((item) => this.#transactions.has(item) || this.#writes.has(item)));
        return () => undefined;
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        cancelWriteIf(items.some((item) => this.#transactions.has(item)));
        return this.#enterWrite(items);
      case 'BatchWriteItem':
        // Its writes wait for a transaction: AWS names no refusal.
        return this.#enterWrite(items);
      default:
        return () => undefined;
    }
  }

  #enterWrite(items: readonly string[]): () => void {
    for (const item of items) this.#writes.set(item, (this.#writes.get(item) ?? 0) + 1);
    return () => {
      for (const item of items) {
        const others = (this.#writes.get(item) ?? 1) - 1;
        if (others > 0) this.#writes.set(item, others);
        else this.#writes.delete(item);
      }
    };
  }
}

function cancelWriteIf(conflict: boolean): void {
  if (conflict) throw new AwsError('TransactionConflictException', ONGOING);
}

function cancelIf(conflicts: readonly boolean[]): void {
  if (!conflicts.includes(true)) return;
  const reasons = conflicts.map((conflict) =>
    conflict ? { Code: 'TransactionConflict', Message: ONGOING } : { Code: 'None' },
  );
  const codes = reasons.map((reason) => reason.Code).join(', ');
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
