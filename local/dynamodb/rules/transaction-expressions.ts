import { AwsError } from '../../errors.ts';
import type { AttributeValue } from '../attribute-value.ts';
import type { TableKeys } from '../table-keys.ts';
import { keyChange } from './update-targets.ts';
import { actionsOf } from './transaction-actions.ts';
import { errorAsOnAws } from './engine-answers.ts';

type Input = Readonly<Record<string, unknown>>;
type Call = (operation: string, input: Input) => Promise<unknown>;

type Check = () => Promise<void>;

const shapesKept = 1_000;
const PLACEHOLDER = /[#:]\w+/g;
/** Never true. Its names are ours. */
const NEVER = 'attribute_exists(#neverOne) AND attribute_not_exists(#neverOne)';

/**
 * AWS checks the expressions of a transaction before anything runs, as it does those of single operations. The engine
 * finds a part of their faults only when it evaluates them, and some not at all. So each expression that comes for the
 * first time is shown to the engine in an operation that has no effect: a condition at the deletion of an item that
 * isn't there, an update under a condition that never holds.
 */
export class TransactionExpressions {
  readonly #call: Call;
  readonly #keysOf: (table: string) => TableKeys | undefined;
  /** What was found right. */
  readonly #known = new Set<string>();

  constructor(call: Call, keysOf: (table: string) => TableKeys | undefined) {
    this.#call = call;
    this.#keysOf = keysOf;
  }

  /**
   * @returns undefined where there is nothing to wait for
   * @throws AwsError ValidationException; TransactionCanceledException where an update changes a key
   */
  check(input: Input): Promise<void> | undefined {
    const actions = actionsOf(input);
    for (const [index, { action }] of actions.entries()) {
      checkUnused(action);
      const change = keyChange(action, this.#keysOf(String(action['TableName'])));
      if (change) throw canceled(change, index, actions.length);
    }
    const checks = actions.flatMap(({ action }) => [...this.#conditionCheck(action), ...this.#updateCheck(action)]);
    return checks.length > 0 ? inOrder(checks) : undefined;
  }

  #conditionCheck(action: Input): Check[] {
    const { ConditionExpression: condition, TableName } = action;
    if (typeof condition !== 'string') return [];
    const request = { TableName, ConditionExpression: condition, ...placeholders(action, condition) };
    return this.#unlessKnown(request, async () => {
      const error = await this.#refusal('DeleteItem', {
        ...request,
        Key: this.#keysOf(String(TableName))?.absentKey(),
      });
      if (error) throw error;
    });
  }

  #updateCheck(action: Input): Check[] {
    const { UpdateExpression: update, TableName, Key } = action;
    if (typeof update !== 'string') return [];
    const { ExpressionAttributeNames: names, ...values } = placeholders(action, update);
    const request = {
      TableName,
      UpdateExpression: update,
      ...values,
      ExpressionAttributeNames: { ...names, '#neverOne': 'neverOne' },
    };
    return this.#unlessKnown(request, async () => {
      const error = await this.#refusal('UpdateItem', { ...request, Key, ConditionExpression: NEVER });
      if (error) throw error;
    });
  }

  #unlessKnown(request: Input, check: Check): Check[] {
    const shape = JSON.stringify(request, (name, value: unknown) =>
      name === 'ExpressionAttributeValues' ? typesOf(value as Readonly<Record<string, AttributeValue>>) : value,
    );
    if (this.#known.has(shape)) return [];
    return [
      async () => {
        await check();
        if (this.#known.size >= shapesKept) this.#known.clear();
        this.#known.add(shape);
      },
    ];
  }

  async #refusal(operation: string, input: Input): Promise<AwsError | undefined> {
    try {
      await this.#call(operation, input);
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return error.code === 'ValidationException' ? errorAsOnAws(operation, input, error) : undefined;
    }
  }
}

async function inOrder(checks: readonly Check[]): Promise<void> {
  for (const check of checks) await check();
}

/** Of the names and values, those that an expression uses. */
function placeholders(action: Input, expression: string): Record<string, Input> {
  const used = new Set(expression.match(PLACEHOLDER));
  return Object.fromEntries(
    ['ExpressionAttributeNames', 'ExpressionAttributeValues'].flatMap((member) => {
      const all = Object.entries((action[member] ?? {}) as Input).filter(([placeholder]) => used.has(placeholder));
      return all.length > 0 ? [[member, Object.fromEntries(all)] as const] : [];
    }),
  );
}

function checkUnused(action: Input): void {
  const expressions = [action['ConditionExpression'], action['UpdateExpression']].filter(
    (each) => typeof each === 'string',
  );
  const used = new Set(expressions.flatMap((expression) => expression.match(PLACEHOLDER) ?? []));
  for (const member of ['ExpressionAttributeNames', 'ExpressionAttributeValues']) {
    const unused = Object.keys((action[member] ?? {}) as Input).filter((placeholder) => !used.has(placeholder));
    if (unused.length === 0) continue;
    if (expressions.length === 0) {
      throw invalid(`${member} can only be specified when using expressions`);
    }
    throw invalid(`Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`);
  }
}

function typesOf(values: Readonly<Record<string, AttributeValue>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Object.keys(value).join()]));
}

function canceled(message: string, index: number, count: number): AwsError {
  const reasons = Array.from({ length: count }, (_, each) =>
    each === index ? { Code: 'ValidationError', Message: message } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
