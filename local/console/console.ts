import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { Handler } from '../server.ts';
import type { LocalRequest } from '../service.ts';
import type {
  ConsoleApi,
  ConsoleCloud,
  ConsoleEvents,
  ConsoleMessage,
  ConsolePerson,
  ConsolePool,
  ConsoleQueue,
  ConsoleTable,
} from './answers.ts';
import type { PageFile } from './bundle.ts';
import { countEntities, listItems, type AskDynamoDb } from './items.ts';
import { contentSecurityPolicy, HTML } from './page.ts';

/** What the product tells of itself: all else the console finds in the assembly. */
export interface ConsoleOptions {
  /** Default: `Local cloud`. */
  readonly title?: string;
  /** Who signs in with one click. Default: nobody. */
  readonly people?: readonly ConsolePerson[];
  /** The attribute that says what an item of a table is. Default: there is none. */
  readonly entityAttribute?: string;
  /** What the GraphQL editor holds at first, a tab each. */
  readonly queries?: readonly string[];
  /** Paths of texts, such as runbooks, that alarms and queues refer to. */
  readonly documents?: readonly string[];
}

export interface ConsolePorts {
  readonly cloud: Pick<Cloud, 'region' | 'accountId' | 'events'>;
  apis(): readonly ConsoleApi[];
  pools(): readonly ConsolePool[];
  tables(): readonly ConsoleTable[];
  queues(): readonly ConsoleQueue[];
  /** Messages that wait in a queue, the oldest first; they stay there. @throws AwsError QueueDoesNotExist */
  messages(queue: string): readonly ConsoleMessage[];
  readonly dynamodb: AskDynamoDb;
}

const PREFIX = '/_console/';
const DOCUMENTS = 'documents/';
const EVENTS = 200;

/** The console: a page at `/`, what it loads, and what it asks. */
export class Console implements Handler {
  readonly #options: ConsoleOptions;
  readonly #ports: ConsolePorts;
  #files: Promise<ReadonlyMap<string, PageFile>> | undefined;

  constructor(options: ConsoleOptions, ports: ConsolePorts) {
    this.#options = options;
    this.#ports = ports;
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    if (request.method !== 'GET') return false;
    if (request.path === '/') return isBrowser(request) && send(request, response, 'text/html; charset=utf-8', HTML);
    if (!request.path.startsWith(PREFIX)) return false;
    const name = request.path.slice(PREFIX.length);
    if (name.startsWith(DOCUMENTS)) {
      const text = this.#document(name.slice(DOCUMENTS.length));
      return send(request, response, 'text/plain; charset=utf-8', text);
    }
    const answer = await this.#answer(name, request.query);
    if (answer) return send(request, response, 'application/json', JSON.stringify(answer));
    const file = (await this.#bundled()).get(name);
    if (!file) throw new AwsError('NotFound', `The console has no ${request.path}.`, 404);
    return send(request, response, file.type, file.content);
  }

  async #answer(name: string, query: URLSearchParams): Promise<object | undefined> {
    switch (name) {
      case 'cloud':
        return this.#cloud();
      case 'queues':
        return this.#ports.queues();
      case 'messages':
        return this.#ports.messages(query.get('queue') ?? '');
      case 'events':
        return this.#events(query.get('type'), query.get('text'));
      case 'entities':
        return countEntities(this.#ports.dynamodb, this.#table(query).name, this.#options.entityAttribute ?? '');
      case 'items':
        return listItems(this.#ports.dynamodb, this.#table(query), {
          entityAttribute: this.#options.entityAttribute ?? null,
          entity: query.get('entity'),
          text: query.get('text'),
          from: query.get('from'),
        });
      default:
        return undefined;
    }
  }

  #cloud(): ConsoleCloud {
    const ports = this.#ports;
    const { title = 'Local cloud', people = [], entityAttribute = null, queries = [], documents = [] } = this.#options;
    const { region, accountId } = ports.cloud;
    const found = { apis: ports.apis(), pools: ports.pools(), tables: ports.tables() };
    return { title, region, accountId, ...found, people, entityAttribute, queries, documents };
  }

  #events(type: string | null, text: string | null): ConsoleEvents {
    const all = this.#ports.cloud.events.list();
    const counts = new Map<string, number>();
    for (const { detailType } of all) counts.set(detailType, (counts.get(detailType) ?? 0) + 1);
    const wanted = all.filter(
      (event) => (!type || event.detailType === type) && (!text || JSON.stringify(event).includes(text)),
    );
    const types = [...counts].map(([name, count]) => ({ name, count }));
    types.sort((one, other) => (one.name < other.name ? -1 : 1));
    return { events: wanted.slice(-EVENTS).reverse(), types };
  }

  #table(query: URLSearchParams): ConsoleTable {
    const name = query.get('table');
    const table = this.#ports.tables().find((one) => one.name === name);
    if (!table) throw new AwsError('NotFound', `There is no table ${name}.`, 404);
    return table;
  }

  #document(name: string): string {
    const path = this.#options.documents?.find((document) => encodeURI(document) === name);
    if (path === undefined) throw new AwsError('NotFound', `The console has no document ${name}.`, 404);
    return readFileSync(path, 'utf8');
  }

  /** The bundler is loaded with the first request: a start does without. */
  #bundled(): Promise<ReadonlyMap<string, PageFile>> {
    this.#files ??= import('./bundle.ts').then(({ bundlePage }) => bundlePage());
    return this.#files;
  }
}

/** `GET /` is S3's ListBuckets too, which an SDK signs. */
function isBrowser({ headers }: LocalRequest): boolean {
  return (headers['accept'] ?? '').includes('text/html') && headers['authorization'] === undefined;
}

function send({ headers }: LocalRequest, response: ServerResponse, type: string, content: string | Uint8Array): true {
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': contentSecurityPolicy(headers['host'] ?? ''),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(content);
  return true;
}
