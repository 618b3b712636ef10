import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  type CancellationReason,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../model/keys.ts';

type Item = Key & Record<string, unknown>;
type Put = NonNullable<PutCommand['input']>;

const NAME = 'Table';

/**
 * A table that answers after a while, so that those who use it at once meet one another. It knows the requests of boards,
 * and the two conditions that they make: that there is no item, or that its version is the one that was read.
 */
export class MemoryTable {
  readonly tableName = NAME;
  readonly items = new Map<string, Item>();
  /** How often a write has failed by its condition. */
  conflicts = 0;
  /** Keys of writes that were done, in their order. */
  readonly written: string[] = [];
  readonly #pause: () => Promise<void>;

  constructor(pause: () => Promise<void>) {
    this.#pause = pause;
  }

  get table(): DynamoDBDocumentClient {
    return { send: (command: unknown) => this.#send(command) } as unknown as DynamoDBDocumentClient;
  }

  set(item: Key): void {
    this.items.set(keyOf(item), item);
  }

  get<One extends Key>(key: Key): One | undefined {
    return this.items.get(keyOf(key)) as One | undefined;
  }

  async #send(command: unknown): Promise<object> {
    await this.#pause();
    const answer = this.#answer(command);
    await this.#pause();
    return answer;
  }

  #answer(command: unknown): object {
    if (command instanceof BatchGetCommand) return this.#read(command);
    if (command instanceof QueryCommand) return this.#query(command);
    if (command instanceof PutCommand) return this.#put(command.input);
    if (command instanceof TransactWriteCommand) return this.#transact(command);
    throw new Error('The memory table does not know this request.');
  }

  #read({ input }: BatchGetCommand): object {
    const { Keys = [], ConsistentRead } = input.RequestItems?.[NAME] ?? {};
    if (!ConsistentRead) throw new Error('Boards are decided by consistent reads.');
    const found = (Keys as Key[]).map((key) => this.items.get(keyOf(key))).filter((item) => item !== undefined);
    return { Responses: { [NAME]: found.map((item) => structuredClone(item)) } };
  }

  /** Of the index of everybody with points. */
  #query({ input }: QueryCommand): object {
    const bucket = input.ExpressionAttributeValues?.[':partition'] as string;
    const found = [...this.items.values()].filter(({ pointsBucket }) => pointsBucket === bucket);
    return { Items: found.map(({ pk, sk }) => ({ pk, sk })) };
  }

  #holds({ Item, ConditionExpression, ExpressionAttributeValues }: Put): boolean {
    const standing = this.items.get(keyOf(Item as Key));
    if (ConditionExpression === 'attribute_not_exists(pk)') return !standing;
    return standing?.['version'] === ExpressionAttributeValues?.[':seen'];
  }

  #put(input: Put): object {
    if (!this.#holds(input)) {
      this.conflicts += 1;
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    }
    this.set(structuredClone(input.Item) as Key);
    this.written.push(keyOf(input.Item as Key));
    return {};
  }

  #transact({ input }: TransactWriteCommand): object {
    const puts = (input.TransactItems ?? []).map(({ Put }) => Put as Put);
    const reasons: CancellationReason[] = puts.map((put) => ({
      Code: this.#holds(put) ? 'None' : 'ConditionalCheckFailed',
    }));
    if (reasons.some(({ Code }) => Code !== 'None')) {
      this.conflicts += 1;
      const message = 'Transaction cancelled';
      throw new TransactionCanceledException({ message, CancellationReasons: reasons, $metadata: {} });
    }
    for (const put of puts) this.#put(put);
    return {};
  }
}

function keyOf({ pk, sk }: Key): string {
  return `${pk} ${sk}`;
}
