import { AwsError } from '../../errors.ts';
import type { Attributes } from '../attribute-value.ts';
import type { TableKeys } from '../table-keys.ts';
import { checkExpressions } from './expression-rules.ts';
import { checkItem, checkUpdate } from './item-rules.ts';
import { checkQuery } from './query-rules.ts';
import { keyChange } from './update-targets.ts';
import { actionsOf, recordOf } from './transaction-actions.ts';

type Input = Readonly<Record<string, unknown>>;
type KeysOf = (table: string) => TableKeys | undefined;

const mostReadInBatch = 100;
const mostWrittenInBatch = 25;

/** Refuses what AWS refuses and the engine lets pass, or refuses in other words. What both refuse is the engine's. */
export function checkRequest(operation: string, input: Input, keysOf: KeysOf): void {
  CHECKS[operation]?.(input, keysOf);
}

const CHECKS: Readonly<Record<string, (input: Input, keysOf: KeysOf) => void>> = {
  GetItem: (input) => checkExpressions(input, false),
  Scan: (input) => checkExpressions(input, false),
  Query: (input, keysOf) => {
    checkExpressions(input, false);
    checkQuery(input, keysOf(tableOf(input)));
  },
  PutItem: checkPut,
  UpdateItem: (input, keysOf) => {
    checkUpdateItem(input, keysOf);
    const change = keyChange(input, keysOf(tableOf(input)));
    if (change) throw invalid(change);
  },
  DeleteItem: (input) => checkExpressions(input, true),
  BatchGetItem: (input) => {
    const requests = Object.values(recordOf(input['RequestItems']));
    const count = requests.reduce<number>((sum, request) => sum + list(recordOf(request)['Keys']).length, 0);
    if (count > mostReadInBatch) throw invalid('Too many items requested for the BatchGetItem call');
  },
  BatchWriteItem: (input, keysOf) => {
    const entries = Object.entries(recordOf(input['RequestItems']));
    const requests = entries.flatMap(([table, all]) =>
      list(all).map((request) => ({ table, request: recordOf(request) })),
    );
    if (requests.length > mostWrittenInBatch) throw invalid('Too many items requested for the BatchWriteItem call');
    for (const { table, request } of requests) {
      if (Object.keys(request).length > 1) {
        throw invalid(
          'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
        );
      }
      checkItem(recordOf(recordOf(request['PutRequest'])['Item']) as Attributes, keysOf(table));
    }
  },
  TransactGetItems: (input) => void actionsOf(input),
  TransactWriteItems: (input, keysOf) => {
    for (const { kind, action } of actionsOf(input)) {
      if (kind === 'Put') checkPut(action, keysOf);
      else if (kind === 'Update') checkUpdateItem(action, keysOf);
      else checkExpressions(action, true);
    }
  },
};

function checkPut(input: Input, keysOf: KeysOf): void {
  checkExpressions(input, true);
  checkItem(recordOf(input['Item']) as Attributes, keysOf(tableOf(input)));
}

function checkUpdateItem(input: Input, keysOf: KeysOf): void {
  checkExpressions(input, true);
  checkUpdate(input, keysOf(tableOf(input)));
}

function tableOf(input: Input): string {
  return typeof input['TableName'] === 'string' ? input['TableName'] : '';
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
