import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { answerAsAsked, askCapacity, capacityOfFailure, consumedCapacity, hidesOldItem } from './capacity.ts';
import { Engine } from './engine.ts';
import { EngineClient } from './engine-client.ts';
import { isDataOperation, itemAccesses } from './item-access.ts';
import type { ItemAccess } from './item-access.ts';
import { requestedPermissions } from './permissions.ts';
import { copyTables, restoreTables } from './table-copy.ts';
import { tableDefinition } from './table-definition.ts';
import { describeTable, makeTable, TableKeys } from './tables.ts';
import { TransactionConflicts } from './transaction-conflicts.ts';
import { answer, answerError } from './wire.ts';

export interface DynamoDbPorts {
  authenticate(request: LocalRequest, service?: string): Principal;
  readonly authorize: Iam['authorize'];
  /** Throws when the caller may not use the customer-managed key of a table. */
  authorizeKey?(principal: Principal, keyArn: string): void;
}

export interface DynamoDbOptions {
  /** A DynamoDB endpoint to use in place of a dynoxide of our own. */
  readonly endpoint?: string | undefined;
}

type Input = Readonly<Record<string, unknown>>;

const TARGET = /^DynamoDB_20120810\.(\w+)$/;

/** They may change a table's keys and indexes. */
const SHAPING = new Set(['CreateTable', 'UpdateTable', 'DeleteTable']);

/** PartiQL would pass by the authorization of items. */
const PARTIQL = new Set(['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction']);

/**
 * DynamoDB: an engine keeps the items; this authorizes, counts, cancels overlapping transactions, and speaks the
 * protocol to SDKs.
 */
export class DynamoDb implements Service {
  readonly name = 'dynamodb';
  readonly resourceTypes = {
    'AWS::DynamoDB::Table': (declared: DeclaredResource) => this.#deploy(declared),
    'AWS::DynamoDB::GlobalTable': (declared: DeclaredResource) => this.#deploy(declared),
  };
  readonly #cloud: Cloud;
  readonly #ports: DynamoDbPorts;
  readonly #endpoint: string | undefined;
  readonly #engine: Engine;
  readonly #conflicts = new TransactionConflicts();
  /** Names of the template's tables. */
  readonly #declared = new Set<string>();
  readonly #keys = new Map<string, TableKeys>();
  readonly #kmsKeys = new Map<string, string>();
  readonly #kmsAllowed = new Set<string>();
  #client: Promise<EngineClient> | undefined;

  constructor(cloud: Cloud, ports: DynamoDbPorts, options: DynamoDbOptions = {}) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#endpoint = options.endpoint;
    this.#engine = new Engine(join(cloud.stateFolder, 'dynamodb'), (message) => {
      this.#client = undefined;
      cloud.log.warn('dynamodb', `${message}; it starts again with the next request`);
    });
  }

  /**
   * Runs one operation for a caller, as the resolvers' and the wire's only way in.
   *
   * @param operation such as `GetItem`
   * @param input as in DynamoDB's API, attribute values with their types
   * @throws AwsError with DynamoDB's code, message and members (`Item`, `CancellationReasons`)
   */
  async execute(principal: Principal, operation: string, input: Input): Promise<Record<string, unknown>> {
    const request = withTableNames(input);
    if (!isDataOperation(operation)) return this.#control(principal, operation, request);

    const accesses = itemAccesses(operation, request);
    await this.#learnKeys(accesses);
    this.#authorize(principal, operation, request, accesses);
    // The administrator seeds and inspects; usage is what the product's own roles cause.
    const end = principal.kind === 'role' ? this.#cloud.usage.begin('dynamodb', operation) : () => undefined;
    let consumed = { rcu: 0, wcu: 0 };
    try {
      const leave = this.#conflicts.enter(operation, this.#identities(accesses));
      try {
        const client = await this.#connect();
        const reply = await client.call(operation, askCapacity(operation, request));
        consumed = consumedCapacity(operation, reply);
        return answerAsAsked(request, reply);
      } finally {
        leave();
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      consumed = capacityOfFailure(operation, request, error);
      throw hidesOldItem(operation, request) ? withoutItem(error) : error;
    } finally {
      end(consumed);
    }
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    const operation = TARGET.exec(request.headers['x-amz-target'] ?? '')?.[1];
    if (request.method !== 'POST' || !operation) return false;
    try {
      const principal = this.#ports.authenticate(request, 'dynamodb');
      answer(response, await this.execute(principal, operation, parseInput(request.body)));
    } catch (error) {
      if (!(error instanceof AwsError)) this.#cloud.log.warn('dynamodb', `${operation}: ${String(error)}`);
      answerError(response, error);
    }
    return true;
  }

  async snapshot(folder: string): Promise<void> {
    if (!this.#client) return; // No table was deployed.
    const client = await this.#connect();
    if (this.#endpoint) await copyTables(client, [...this.#declared], folder);
    else await this.#engine.snapshot(folder);
  }

  /** Requests that come meanwhile wait. */
  async restore(folder: string): Promise<void> {
    const previous = this.#client;
    if (!previous) return;
    if (this.#endpoint) return restoreTables(await previous, folder);
    this.#client = previous.then(async (client) => {
      await client.close();
      await this.#engine.stop();
      this.#engine.replaceBy(folder);
      return new EngineClient(await this.#engine.start(), this.#cloud.region);
    });
    await this.#client;
  }

  async stop(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.close();
    await this.#engine.stop();
  }

  #connect(): Promise<EngineClient> {
    this.#client ??= this.#endpoint
      ? Promise.resolve(new EngineClient(this.#endpoint, this.#cloud.region))
      : this.#engine.start().then((endpoint) => new EngineClient(endpoint, this.#cloud.region));
    return this.#client;
  }

  async #deploy(declared: DeclaredResource): Promise<DeployedResource> {
    const definition = tableDefinition(declared, this.#cloud);
    const description = await makeTable(await this.#connect(), declared.address, definition);
    this.#keys.set(definition.name, new TableKeys(description));
    this.#declared.add(definition.name);
    if (definition.kmsKey) this.#kmsKeys.set(definition.name, definition.kmsKey);
    else this.#kmsKeys.delete(definition.name);
    return {
      ref: definition.name,
      attributes: {
        Arn: this.#arn(definition.name),
        ...(description.TableId && { TableId: description.TableId }),
        ...(definition.hasStream &&
          description.LatestStreamArn && { StreamArn: this.#ours(description.LatestStreamArn) }),
      },
    };
  }

  async #control(principal: Principal, operation: string, input: Input) {
    if (principal.kind === 'role' && PARTIQL.has(operation)) {
      throw new AwsError(
        'UnknownOperationException',
        `The local DynamoDB runs ${operation} for the administrator only.`,
      );
    }
    const table = input['TableName'];
    this.#ports.authorize(principal, `dynamodb:${operation}`, typeof table === 'string' ? this.#arn(table) : '*');
    const client = await this.#connect();
    const reply = await client.call(operation, input);
    if (typeof table === 'string' && SHAPING.has(operation)) this.#keys.delete(table);
    return JSON.parse(this.#ours(JSON.stringify(reply))) as Record<string, unknown>;
  }

  #authorize(principal: Principal, operation: string, input: Input, accesses: readonly ItemAccess[]): void {
    if (principal.kind === 'administrator') return;
    for (const { action, table, index, context } of requestedPermissions(operation, input, accesses, this.#keys)) {
      this.#ports.authorize(principal, action, `${this.#arn(table)}${index ? `/index/${index}` : ''}`, context);
    }
    for (const table of new Set(accesses.map((access) => access.table))) this.#authorizeKey(principal, table);
  }

  #authorizeKey(principal: Principal, table: string): void {
    const key = this.#kmsKeys.get(table);
    if (!key || this.#kmsAllowed.has(`${principal.roleArn} ${key}`)) return;
    this.#ports.authorizeKey?.(principal, key);
    this.#kmsAllowed.add(`${principal.roleArn} ${key}`);
  }

  /** A table made by a request isn't known from a template. */
  async #learnKeys(accesses: readonly ItemAccess[]): Promise<void> {
    for (const { table } of accesses) {
      if (this.#keys.has(table)) continue;
      const description = await describeTable(await this.#connect(), table).catch(() => undefined);
      if (description) this.#keys.set(table, new TableKeys(description));
    }
  }

  #identities(accesses: readonly ItemAccess[]): string[] {
    return accesses.map((access) => this.#keys.get(access.table)?.identity(access) ?? JSON.stringify(access));
  }

  #arn(table: string): string {
    return `arn:aws:dynamodb:${this.#cloud.region}:${this.#cloud.accountId}:table/${table}`;
  }

  /** Engines name regions and accounts of their own. */
  #ours(text: string): string {
    return text.replaceAll(/arn:aws:dynamodb:[^:"]*:\d*:table\//g, this.#arn(''));
  }
}

function parseInput(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    if (typeof input === 'object' && input !== null) return input as Input;
  } catch {
    // Answered below, as any other text that isn't an object.
  }
  throw new AwsError('SerializationException', 'Could not parse the request body');
}

/** A table may be given by its ARN; engines know names only. */
function withTableNames(input: Input): Input {
  const table = input['TableName'];
  const name = typeof table === 'string' && /^arn:aws:dynamodb:[^:]*:\d*:table\/([\w.-]+)$/.exec(table)?.[1];
  return name ? { ...input, TableName: name } : input;
}

function withoutItem(error: AwsError): AwsError {
  const { Item: _, ...details } = error.details;
  return new AwsError(error.code, error.message, error.status, details);
}
