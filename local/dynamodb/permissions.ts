import type { RequestContext } from '../iam/iam.ts';
import type { ItemAccess } from './item-access.ts';
import type { TableKeys } from './table-keys.ts';

/** A permission that a request needs. */
export interface Permission {
  /** Such as `dynamodb:GetItem`. */
  readonly action: string;
  readonly table: string;
  /** The resource is the index where there is one, the table else. */
  readonly index?: string | undefined;
  readonly context: RequestContext;
}

/**
 * One permission for each action and table of a request, with DynamoDB's condition keys:
 * LeadingKeys, Select, ReturnValues, and EnclosingOperation inside a transaction.
 */
export function requestedPermissions(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  accesses: readonly ItemAccess[],
  keys: ReadonlyMap<string, TableKeys>,
): Permission[] {
  const context: Record<string, string> = {};
  if (typeof input['Select'] === 'string') context['dynamodb:Select'] = input['Select'];
  if (typeof input['ReturnValues'] === 'string') context['dynamodb:ReturnValues'] = input['ReturnValues'];
  if (operation.startsWith('Transact')) context['dynamodb:EnclosingOperation'] = operation;

  const byResource = Map.groupBy(accesses, ({ action, table, index }) => `${action} ${table} ${index ?? ''}`);
  return [...byResource.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const leadingKeys = group.flatMap((access) => keys.get(access.table)?.leadingKeys(access) ?? []);
    return {
      action: `dynamodb:${first.action}`,
      table: first.table,
      index: first.index,
      context: leadingKeys.length > 0 ? { ...context, 'dynamodb:LeadingKeys': [...new Set(leadingKeys)] } : context,
    };
  });
}
