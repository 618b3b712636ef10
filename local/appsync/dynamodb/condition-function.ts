import { AwsError } from '../../errors.ts';
import type { FunctionAnswer } from '../ports.ts';
import { isObject } from '../properties.ts';
import { errorOfFunction } from '../resolver/lambda-source.ts';
import type { DataSourceAnswer } from '../resolver/data-source-answer.ts';
import type { FieldInvocation } from '../resolver/step.ts';
import type { AttributeValue, Item } from './attribute-values.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is to become of a write whose condition failed. */
type Decision =
  | { readonly action: 'reject' | 'discard' }
  | { readonly action: 'retry'; readonly retryMapping: Json }
  | { readonly action: 'fail'; readonly error: DataSourceAnswer['error'] };

export type OnConditionFailed = (
  functionArn: string,
  requestMapping: Json,
  currentValue: Item | null,
) => Promise<Decision>;

/**
 * Asks the function of a `conditionalCheckFailedHandler` whose strategy is Custom ("Following the custom strategy" in
 * AWS's guide). What the function may not answer is taken as `reject`.
 */
export function conditionFailedFunction(
  target: { readonly table: string; readonly region: string },
  field: FieldInvocation,
  invoke: (functionArn: string, payload: unknown) => Promise<FunctionAnswer>,
): OnConditionFailed {
  return async (functionArn, requestMapping, currentValue) => {
    const payload = {
      arguments: field.arguments,
      requestMapping,
      currentValue: currentValue && asWritten(currentValue),
      resolver: {
        tableName: target.table,
        awsRegion: target.region,
        parentType: field.parentType,
        field: field.fieldName,
        outputType: field.outputType,
      },
      identity: field.identity,
    };
    try {
      const answer = await invoke(functionArn, payload);
      const error = errorOfFunction(answer);
      if (error) return { action: 'fail', error };
      return decisionOf(answer.payload);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { action: 'fail', error: { type: `Lambda:${error.code}`, message: error.message } };
    }
  };
}

function decisionOf(answer: unknown): Decision {
  const { action, retryMapping } = isObject(answer) ? answer : {};
  if (action === 'discard') return { action };
  if (action === 'retry' && isObject(retryMapping)) return { action, retryMapping };
  return { action: 'reject' };
}

/** As resolvers write values: numbers as numbers. */
function asWritten(item: Item): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, valueAsWritten(value)]));
}

function valueAsWritten(value: AttributeValue): AttributeValue {
  const [[type, content] = []] = Object.entries(value);
  if (type === 'N') return { N: Number(content) };
  if (type === 'NS') return { NS: (content as unknown[]).map(Number) };
  if (type === 'L') return { L: (content as AttributeValue[]).map(valueAsWritten) };
  if (type === 'M') return { M: asWritten(content as Item) };
  if (type === 'NULL') return { NULL: null };
  return value;
}
