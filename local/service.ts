import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SupportedFaults } from './faults.ts';

/** A resource of the template, its properties resolved to plain values. */
export interface DeclaredResource {
  /** CloudFormation type, such as `AWS::DynamoDB::GlobalTable`. */
  readonly type: string;
  readonly logicalId: string;
  /** Name of the stack that declares it (a nested stack has a name of its own). */
  readonly stack: string;
  /** `stack/logicalId`: unique in the assembly and stable between starts; physical ids derive from it. */
  readonly address: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What the rest of the template may learn of a deployed resource. */
export interface DeployedResource {
  /** What `Ref` returns. */
  readonly ref: string;
  /** What `Fn::GetAtt` returns, by attribute name; nested ones are written with dots. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export type Deploy = (declared: DeclaredResource) => DeployedResource | Promise<DeployedResource>;

/** A request to the one port of the local cloud, its body already read unless a service `readsBody` itself. */
export interface LocalRequest {
  readonly raw: IncomingMessage;
  readonly method: string;
  /** Path without the query string. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Code that takes the place of what was deployed: of AppSync by its name, of Lambda by the asset that it was made of. */
export type CodeReplacement =
  | { readonly kind: 'Resolver' | 'Function'; readonly name: string; readonly code: string }
  | { readonly kind: 'Asset'; readonly objectKey: string; readonly folder: string };

/**
 * One AWS service of the local cloud. A folder under `local/` implements it, `local/services.ts` registers it.
 * Whatever a service keeps must be on disk before it answers, so that a killed process forgets nothing.
 */
export interface Service {
  readonly name: string;
  /** The CloudFormation types that it runs. */
  readonly resourceTypes: Readonly<Record<string, Deploy>>;
  /** The faults that a lever may plan for it: by operation, the kinds that `cloud.faults` is asked for. */
  readonly faults?: SupportedFaults;
  /** Called once all resources are deployed: checks that need the whole template throw a `DeploymentError`. */
  start?(): Promise<void> | void;
  /** Whether the service reads the body of the request itself, however large it is: `body` is then empty. */
  readsBody?(request: LocalRequest): boolean;
  /** Answers a page's preflight and returns true, or returns false where any page may make any request. */
  preflight?(request: LocalRequest, response: ServerResponse): boolean;
  /** Answers the request and returns true, or returns false when it is not for this service. */
  handle?(request: LocalRequest, response: ServerResponse): Promise<boolean> | boolean;
  /** The same for a WebSocket upgrade. */
  upgrade?(request: LocalRequest, socket: Duplex, head: Buffer): boolean;
  /**
   * Resolves when the service has nothing under way and nothing due by the cloud's clock. What is due later (a retry in
   * a minute, a message that is still invisible) doesn't count: who waits for it moves the clock.
   */
  idle?(): Promise<void>;
  /** Copies all state into, or replaces it from, a folder of this service's own. */
  snapshot?(folder: string): Promise<void> | void;
  restore?(folder: string): Promise<void> | void;
  /** @returns whether the code is this service's @throws DeploymentError for code that is refused */
  replaceCode?(replacement: CodeReplacement): Promise<boolean> | boolean;
  stop?(): Promise<void> | void;
}
