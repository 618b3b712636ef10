import { AwsError } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import type { Backend } from './backend.ts';
import type { TableStreams } from './streams/table-streams.ts';
import { viewTypes } from './streams/stream-record.ts';
import type { ViewType } from './streams/stream-record.ts';
import type { TableCatalog } from './table-catalog.ts';
import type { TableShape } from './table-definition.ts';
import { describeTable } from './tables.ts';

type Message = Readonly<Record<string, unknown>>;

export interface ControlPorts {
  readonly authorize: Iam['authorize'];
  readonly backend: Backend;
  readonly catalog: TableCatalog;
  readonly streams: TableStreams;
  /** Hears that a table may have got or lost its time to live. */
  timeToLiveChanged(): void;
}

/** They may change a table's keys and indexes. */
const SHAPING = new Set(['CreateTable', 'UpdateTable', 'DeleteTable']);

/** PartiQL would pass by the authorization of items. */
const PARTIQL = new Set(['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction']);

/** What makes, changes and describes tables. */
export class Control {
  readonly #ports: ControlPorts;

  constructor(ports: ControlPorts) {
    this.#ports = ports;
  }

  async execute(principal: Principal, operation: string, input: Message): Promise<Record<string, unknown>> {
    if (principal.kind === 'role' && PARTIQL.has(operation)) {
      throw new AwsError(
        'UnknownOperationException',
        `The local DynamoDB runs ${operation} for the administrator only.`,
      );
    }
    const { authorize, backend, catalog } = this.#ports;
    const table = input['TableName'];
    authorize(principal, `dynamodb:${operation}`, typeof table === 'string' ? catalog.arn(table) : '*');
    const reply = backend.isOwn ? await this.#callOwn(operation, input) : await backend.call(operation, input);
    if (typeof table === 'string' && SHAPING.has(operation)) catalog.forget(table);
    if (SHAPING.has(operation) || operation === 'UpdateTimeToLive') this.#ports.timeToLiveChanged();
    if (PARTIQL.has(operation)) this.#ports.streams.written(this.#ports.streams.list().map(({ state }) => state.table));
    return JSON.parse(catalog.ours(JSON.stringify(reply))) as Record<string, unknown>;
  }

  /** What the table's stream is, as DescribeTable says it. */
  streamOf(table: string): Message {
    const stream = this.#ports.streams.of(table);
    if (!stream) return {};
    return {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.state.viewType },
      LatestStreamArn: stream.arn,
      LatestStreamLabel: stream.state.label,
    };
  }

  /** The engine always records both images: what doesn't change an item is told by them. Views are made on reading. */
  async #callOwn(operation: string, input: Message): Promise<Message> {
    const { backend, streams } = this.#ports;
    const specification = input['StreamSpecification'] as Specification | undefined;
    const table = String(input['TableName']);
    const isShaping = operation === 'CreateTable' || operation === 'UpdateTable';
    const viewType = isShaping ? requestedView(specification) : undefined;
    if (operation === 'UpdateTable' && specification) {
      if (viewType && streams.of(table)) throw invalid(`Table already has an enabled stream: TableName: ${table}`);
      if (!viewType && !streams.of(table))
        throw invalid(`Table is not in a state to disable the stream: TableName: ${table}`);
    }
    const reply = await backend.call(operation, viewType ? { ...input, StreamSpecification: bothImages } : input);
    if (viewType) {
      const shape = (await describeTable(await backend.connect(), table)) as TableShape;
      streams.enable(table, viewType, shape.KeySchema ?? []);
    }
    if (operation === 'DeleteTable' || (isShaping && specification && !viewType)) streams.disable(table);
    return this.#withStream(reply);
  }

  #withStream(reply: Message): Message {
    return Object.fromEntries(
      Object.entries(reply).map(([name, value]) => {
        if (name !== 'Table' && name !== 'TableDescription') return [name, value];
        const { StreamSpecification: _, LatestStreamArn: __, LatestStreamLabel: ___, ...table } = value as Message;
        return [name, { ...table, ...this.streamOf(String(table['TableName'])) }];
      }),
    );
  }
}

interface Specification {
  readonly StreamEnabled?: boolean;
  readonly StreamViewType?: string;
}

/** As the engine is asked for any stream. */
export const bothImages = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };

function requestedView(specification: Specification | undefined): ViewType | undefined {
  if (!specification?.StreamEnabled) return undefined;
  const view = viewTypes.find((each) => each === specification.StreamViewType);
  if (view) return view;
  throw invalid('One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true');
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
