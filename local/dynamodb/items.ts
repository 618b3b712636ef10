import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import type { KeyCapacity } from '../usage.ts';
import type { Backend } from './backend.ts';
import { answerAsAsked, askCapacity, capacityOfFailure, consumedCapacity, hidesOldItem } from './capacity.ts';
import { faultAnswers } from './dynamodb-faults.ts';
import { itemAccesses } from './item-access.ts';
import type { ItemAccess } from './item-access.ts';
import { capacityByKey, failureByKey } from './key-capacity.ts';
import { withoutUnprocessed } from './partial-batch.ts';
import { requestedPermissions } from './permissions.ts';
import { answerAsOnAws, errorAsOnAws } from './rules/engine-answers.ts';
import { requestForEngine } from './rules/engine-requests.ts';
import { checkRequest } from './rules/request-rules.ts';
import { TransactionExpressions } from './rules/transaction-expressions.ts';
import type { TableCatalog } from './table-catalog.ts';
import { TransactionConflicts } from './transaction-conflicts.ts';
import { TransactionTokens } from './transaction-tokens.ts';

type Input = Readonly<Record<string, unknown>>;

export interface ItemsPorts {
  readonly authorize: Iam['authorize'];
  /** Throws when the caller may not use the customer-managed key of a table. */
  authorizeKey?(principal: Principal, keyArn: string): void;
  readonly backend: Backend;
  readonly catalog: TableCatalog;
  /** Hears of the tables that a request may have written to. */
  written(tables: Iterable<string>): void;
}

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

/** What reads and writes items: authorized, counted, and refused where transactions overlap. */
export class Items {
  readonly #cloud: Cloud;
  readonly #ports: ItemsPorts;
  readonly #conflicts = new TransactionConflicts();
  readonly #tokens: TransactionTokens;
  readonly #expressions: TransactionExpressions;
  readonly #kmsAllowed = new Set<string>();

  constructor(cloud: Cloud, ports: ItemsPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#tokens = new TransactionTokens(cloud.clock);
    this.#expressions = new TransactionExpressions(
      (operation, input) => ports.backend.call(operation, input),
      (table) => ports.catalog.keys.get(table),
    );
  }

  async execute(principal: Principal, operation: string, input: Input): Promise<Record<string, unknown>> {
    const accesses = itemAccesses(operation, input);
    await this.#ports.catalog.learnKeys(accesses);
    this.#authorize(principal, operation, input, accesses);
    checkRequest(operation, input, (table) => this.#ports.catalog.keys.get(table));
    // Another engine is taken as it is.
    const check = operation === 'TransactWriteItems' && this.#ports.backend.isOwn && this.#expressions.check(input);
    if (check) await check;
    // The administrator seeds and inspects; usage is what the product's own roles cause.
    const end = principal.kind === 'role' ? this.#cloud.usage.begin('dynamodb', operation, principal) : () => undefined;
    const { keys } = this.#ports.catalog;
    let consumed = { rcu: 0, wcu: 0 };
    let byKey: readonly KeyCapacity[] = [];
    try {
      return await this.#faulty(operation, input, async (request) => {
        const leave = this.#conflicts.enter(operation, this.#identities(accesses));
        try {
          const { backend } = this.#ports;
          const named = this.#tokens.named(operation, request);
          const adapted = backend.isOwn
            ? await requestForEngine(operation, named, (...call) => backend.call(...call))
            : named;
          const reply = await backend.call(operation, askCapacity(operation, adapted));
          consumed = consumedCapacity(operation, reply);
          if (principal.kind === 'role') byKey = capacityByKey(operation, accesses, reply, keys);
          return answerAsAsked(request, answerAsOnAws(operation, request, reply));
        } finally {
          leave();
          if (WRITES.has(operation)) this.#ports.written(accesses.map(({ table }) => table));
        }
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (consumed.wcu === 0) {
        consumed = capacityOfFailure(operation, input, error);
        byKey = failureByKey(operation, accesses, consumed, keys);
      }
      const known = errorAsOnAws(operation, input, error);
      throw hidesOldItem(operation, input) ? withoutItem(known) : known;
    } finally {
      end(consumed, byKey);
    }
  }

  /** A throttled batch does a part of its work and tells the rest. */
  async #faulty(operation: string, input: Input, call: (input: Input) => Promise<Record<string, unknown>>) {
    const { faults } = this.#cloud;
    const part = withoutUnprocessed(operation, input);
    if (part && faults.strike('dynamodb', operation, ['throttle'])) {
      return { ...(await call(part.input)), ...part.unprocessed };
    }
    return faults.around('dynamodb', operation, faultAnswers, () => call(input));
  }

  #authorize(principal: Principal, operation: string, input: Input, accesses: readonly ItemAccess[]): void {
    if (principal.kind === 'administrator') return;
    const { catalog } = this.#ports;
    for (const { action, table, index, context } of requestedPermissions(operation, input, accesses, catalog.keys)) {
      this.#ports.authorize(principal, action, `${catalog.arn(table)}${index ? `/index/${index}` : ''}`, context);
    }
    for (const table of new Set(accesses.map((access) => access.table))) this.#authorizeKey(principal, table);
  }

  #authorizeKey(principal: Principal, table: string): void {
    const key = this.#ports.catalog.kmsKey(table);
    if (!key || this.#kmsAllowed.has(`${principal.roleArn} ${key}`)) return;
    this.#ports.authorizeKey?.(principal, key);
    this.#kmsAllowed.add(`${principal.roleArn} ${key}`);
  }

  #identities(accesses: readonly ItemAccess[]): string[] {
    const { keys } = this.#ports.catalog;
    return accesses.map((access) => keys.get(access.table)?.identity(access) ?? JSON.stringify(access));
  }
}

function withoutItem(error: AwsError): AwsError {
  const { Item: _, ...details } = error.details;
  return new AwsError(error.code, error.message, error.status, details);
}
