/** What the console's page learns of the cloud: JSON under `/_console/`. */

export interface ConsoleApi {
  readonly id: string;
  /** Where it takes GraphQL, such as `/graphql`. */
  readonly path: string;
  readonly modes: readonly string[];
  readonly apiKeys: readonly string[];
  /** Pools whose people it takes. */
  readonly poolIds: readonly string[];
}

export interface ConsolePool {
  readonly id: string;
  readonly name: string;
  readonly clients: readonly { readonly id: string; readonly name: string }[];
}

/** Somebody whom the product has made for trying things out. */
export interface ConsolePerson {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly groups: readonly string[];
}

export interface ConsoleTable {
  readonly name: string;
  /** Names of the key attributes: partition key, then sort key. */
  readonly key: readonly string[];
}

export interface ConsoleCloud {
  readonly title: string;
  readonly region: string;
  readonly accountId: string;
  readonly apis: readonly ConsoleApi[];
  readonly pools: readonly ConsolePool[];
  readonly people: readonly ConsolePerson[];
  readonly tables: readonly ConsoleTable[];
  /** The attribute that says what an item is; null: tables are browsed as a whole. */
  readonly entityAttribute: string | null;
  /** What the GraphQL editor holds at first, a tab each. */
  readonly queries: readonly string[];
  /** Texts that can be read at `/_console/documents/…`. */
  readonly documents: readonly string[];
}

export interface ConsoleEntities {
  readonly entities: readonly { readonly name: string; readonly count: number }[];
  /** Items that have no such attribute. */
  readonly others: number;
  /** False: there are more items than were counted. */
  readonly isWhole: boolean;
}

export interface ConsoleItems {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** Where to go on; null: that is all. */
  readonly next: string | null;
}

export interface ConsoleQueue {
  readonly name: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** How long the oldest message has been waiting. */
  readonly oldestSeconds: number | null;
  /** Name of the queue that takes what could not be worked. */
  readonly deadLetters: string | null;
  /** Names of the queues for which this is that. */
  readonly deadLettersOf: readonly string[];
}

export interface ConsoleMessage {
  readonly id: string;
  readonly body: string;
  /** ISO 8601. */
  readonly sentAt: string;
  /** How often it was received, in all queues together. */
  readonly received: number;
}

export interface ConsoleEvent {
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly time: string;
  readonly rules: readonly string[];
  readonly replayName?: string;
}

export interface ConsoleEvents {
  /** The newest first. */
  readonly events: readonly ConsoleEvent[];
  /** Every type that was seen, with how many of it are kept. */
  readonly types: readonly { readonly name: string; readonly count: number }[];
}
