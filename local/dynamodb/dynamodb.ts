import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import type { ConsoleTable } from '../console/answers.ts';
import { AwsError } from '../errors.ts';
import type { StreamShard, Streams } from '../event-source/ports.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { Backend } from './backend.ts';
import { bothImages, Control } from './control.ts';
import { dynamoDbFaults, faultAnswers } from './dynamodb-faults.ts';
import { isDataOperation } from './item-access.ts';
import { Items } from './items.ts';
import { PolledStreams } from './streams/polled-streams.ts';
import { StreamsApi } from './streams/streams-api.ts';
import { TableStreams } from './streams/table-streams.ts';
import { TableCatalog } from './table-catalog.ts';
import { tableDefinition } from './table-definition.ts';
import { makeTable } from './tables.ts';
import { TimeToLive } from './time-to-live.ts';
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

const TARGET = /^DynamoDB(Streams)?_20120810\.(\w+)$/;

/**
 * DynamoDB and its streams: an engine keeps the items; this authorizes, counts, cancels overlapping transactions, and
 * speaks the protocol to SDKs.
 */
export class DynamoDb implements Service {
  readonly name = 'dynamodb';
  readonly faults = dynamoDbFaults;
  readonly resourceTypes = {
    'AWS::DynamoDB::Table': (declared: DeclaredResource) => this.#deploy(declared),
    'AWS::DynamoDB::GlobalTable': (declared: DeclaredResource) => this.#deploy(declared),
  };
  /** What pollers read. */
  readonly streams: Streams;
  readonly #cloud: Cloud;
  readonly #ports: DynamoDbPorts;
  readonly #backend: Backend;
  readonly #catalog: TableCatalog;
  readonly #streams: TableStreams;
  readonly #streamsApi: StreamsApi;
  readonly #timeToLive: TimeToLive;
  readonly #items: Items;
  readonly #control: Control;

  constructor(cloud: Cloud, ports: DynamoDbPorts, options: DynamoDbOptions = {}) {
    this.#cloud = cloud;
    this.#ports = ports;
    const { authorize } = ports;
    const streamPorts = {
      authorize,
      tableArn: (table: string) => this.#catalog.arn(table),
      faulty: <T>(operation: string, call: () => T) => cloud.faults.around('dynamodb', operation, faultAnswers, call),
    };
    this.#streams = new TableStreams(cloud, streamPorts.tableArn);
    this.streams = new PolledStreams(this.#streams, streamPorts);
    this.#streamsApi = new StreamsApi(cloud, this.#streams, streamPorts);
    this.#timeToLive = new TimeToLive(cloud, {
      deleteItem: (input) => this.#backend.call('DeleteItem', input),
      keyOf: async (table, item) => (await this.#catalog.keysOf(table)).keyOf(item),
      streams: this.#streams,
    });
    this.#backend = new Backend(cloud, options.endpoint, [this.#streams, this.#timeToLive]);
    this.#catalog = new TableCatalog(cloud, this.#backend);
    const shared = { backend: this.#backend, catalog: this.#catalog };
    this.#items = new Items(cloud, { ...ports, ...shared, written: (tables) => this.#streams.written(tables) });
    this.#control = new Control({
      ...shared,
      authorize,
      streams: this.#streams,
      timeToLiveChanged: () => this.#timeToLive.changed(),
    });
  }

  /** The template's tables, for the console. */
  list(): ConsoleTable[] {
    return [...this.#catalog.declared].flatMap((name) => {
      const key = this.#catalog.keys.get(name)?.own;
      return key ? [{ name, key: [key.partition.name, ...(key.sort ? [key.sort.name] : [])] }] : [];
    });
  }

  /** @throws AwsError ResourceNotFoundException */
  splitShards(table: string): readonly StreamShard[] {
    return this.#streams.splitShards(table);
  }

  /**
   * Runs one operation for a caller, as the resolvers' and the wire's only way in.
   *
   * @param operation such as `GetItem`
   * @param input as in DynamoDB's API, attribute values with their types
   * @throws AwsError with DynamoDB's code, message and members (`Item`, `CancellationReasons`)
   */
  async execute(principal: Principal, operation: string, input: Input): Promise<Record<string, unknown>> {
    const runner = isDataOperation(operation) ? this.#items : this.#control;
    return runner.execute(principal, operation, withTableNames(input));
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    const [, isStreams, operation] = TARGET.exec(request.headers['x-amz-target'] ?? '') ?? [];
    if (request.method !== 'POST' || !operation) return false;
    try {
      const principal = this.#ports.authenticate(request, 'dynamodb');
      const input = parseInput(request.body);
      const run = isStreams
        ? this.#streamsApi.execute(principal, operation, input)
        : this.execute(principal, operation, input);
      answer(response, await run);
    } catch (error) {
      if (!(error instanceof AwsError)) this.#cloud.log.warn('dynamodb', `${operation}: ${String(error)}`);
      answerError(response, error);
    }
    return true;
  }

  async idle(): Promise<void> {
    await this.#timeToLive.idle();
  }

  async snapshot(folder: string): Promise<void> {
    await this.#backend.snapshot(folder, this.#catalog.declared);
    this.#streams.copyTo(folder);
  }

  /** Requests that come meanwhile wait. */
  async restore(folder: string): Promise<void> {
    await this.#backend.restore(folder, () => this.#streams.replaceBy(folder));
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
  }

  async #deploy(declared: DeclaredResource): Promise<DeployedResource> {
    const definition = tableDefinition(declared, this.#cloud);
    const { name, viewType, create } = definition;
    const { isOwn } = this.#backend;
    const description = await makeTable(await this.#backend.connect(), declared.address, {
      ...definition,
      create: isOwn && viewType ? { ...create, StreamSpecification: bothImages } : create,
    });
    this.#catalog.declare(definition, description);
    this.#timeToLive.changed();
    if (isOwn && viewType) this.#streams.enable(name, viewType, description.KeySchema ?? []);
    if (isOwn && !viewType) this.#streams.disable(name);
    const streamArn = isOwn ? this.#streams.of(name)?.arn : viewType && description.LatestStreamArn;
    return {
      ref: name,
      attributes: {
        Arn: this.#catalog.arn(name),
        ...(description.TableId && { TableId: description.TableId }),
        ...(streamArn && { StreamArn: this.#catalog.ours(streamArn) }),
      },
    };
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
