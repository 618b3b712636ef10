import { values } from './dynamodb-values.ts';
import { Placeholders, type Expression } from './expression-names.ts';

type Operation = Readonly<Record<string, unknown>> & { readonly type: string };

/** `operations` of the DynamoDB module. What they return is what AppSync's return. */
export const operations = {
  add: (value: unknown) => ({ type: 'OPERATION_ADD', value }),
  remove: () => ({ type: 'OPERATION_REMOVE' }),
  replace: (value: unknown) => ({ type: 'OPERATION_REPLACE', value }),
  increment: (by = 1) => ({ type: 'OPERATION_INCREMENT', by }),
  decrement: (by = 1) => ({ type: 'OPERATION_DECREMENT', by }),
  append: (items: unknown[]) => ({ type: 'OPERATION_APPEND', items }),
  prepend: (items: unknown[]) => ({ type: 'OPERATION_PREPEND', items }),
  updateListItem: (value: unknown, index: number) => ({ type: 'OPERATION_UPDATE_LIST_ITEM', value, index }),
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOperation(value: unknown): value is Operation {
  return isObject(value) && typeof value['type'] === 'string' && value['type'].startsWith('OPERATION_');
}

/** Collects the SET and REMOVE clauses of one update. */
class UpdateWriter {
  readonly #placeholders = new Placeholders();
  readonly #set: string[] = [];
  readonly #remove: string[] = [];

  write(update: Readonly<Record<string, unknown>>): Expression {
    this.#members(update, '');
    const set = this.#set.length > 0 ? [`SET ${this.#set.join(', ')}`] : [];
    const remove = this.#remove.length > 0 ? [`REMOVE ${this.#remove.join(', ')}`] : [];
    return this.#placeholders.finish([...set, ...remove].join(' '));
  }

  #members(members: Readonly<Record<string, unknown>>, parent: string): void {
    for (const [key, value] of Object.entries(members)) {
      this.#assign(`${parent}${this.#placeholders.numberedName(key)}`, value);
    }
  }

  #assign(path: string, value: unknown): void {
    if (isOperation(value)) this.#apply(path, value);
    else if (Array.isArray(value) && value.some(isOperation)) value.forEach((item) => this.#assign(path, item));
    // A plain object changes the members that it names and leaves the map's others: `replace` sets the map as a whole.
    else if (isObject(value) && Object.keys(value).length > 0) this.#members(value, `${path}.`);
    else this.#set.push(`${path} = ${this.#value(value)}`);
  }

  #apply(path: string, operation: Operation): void {
    switch (operation.type) {
      case 'OPERATION_ADD':
      case 'OPERATION_REPLACE':
        this.#set.push(`${path} = ${this.#value(operation['value'])}`);
        return;
      case 'OPERATION_REMOVE':
        this.#remove.push(path);
        return;
      case 'OPERATION_INCREMENT':
        this.#set.push(`${path} = ${path} + ${this.#value(operation['by'])}`);
        return;
      case 'OPERATION_DECREMENT':
        this.#set.push(`${path} = ${path} - ${this.#value(operation['by'])}`);
        return;
      case 'OPERATION_APPEND':
        this.#set.push(`${path} = list_append(${path}, ${this.#value(operation['items'])})`);
        return;
      case 'OPERATION_PREPEND':
        this.#set.push(`${path} = list_append(${this.#value(operation['items'])}, ${path})`);
        return;
      case 'OPERATION_UPDATE_LIST_ITEM':
        this.#set.push(`${path}[${Number(operation['index'])}] = ${this.#value(operation['value'])}`);
        return;
      default:
        throw new TypeError(`${operation.type} is no operation of an update`);
    }
  }

  #value(value: unknown): string {
    return this.#placeholders.numberedValue(values.toDynamoDB(value));
  }
}

export function toUpdateExpression(update: Readonly<Record<string, unknown>>): Expression {
  return new UpdateWriter().write(update);
}
