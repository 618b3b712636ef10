import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Cloud } from '../cloud.ts';
import type { ConsoleApi } from '../console/answers.ts';
import { DeploymentError } from '../errors.ts';
import type { CodeReplacement, Deploy, LocalRequest, Service } from '../service.ts';
import type { GraphqlApi } from './api.ts';
import { assemble } from './assemble.ts';
import { EVALUATE_CODE_PATH, evaluateCode } from './evaluate-code.ts';
import { answerHttp } from './http.ts';
import { JavaScriptRuntime } from './javascript/runtime.ts';
import { LiveCodes } from './live-code.ts';
import type { AppSyncPorts } from './ports.ts';
import { Connection } from './realtime/connection.ts';
import { SUBPROTOCOL } from './realtime/handshake.ts';
import { MESSAGE_LIMIT } from './realtime/subscriptions.ts';
import { Resources } from './resources.ts';

/** AWS AppSync: GraphQL over HTTP and its real-time protocol, resolvers in APPSYNC_JS. */
export class AppSync implements Service {
  readonly name = 'appsync';
  readonly resourceTypes: Readonly<Record<string, Deploy>>;
  readonly #cloud: Cloud;
  readonly #ports: AppSyncPorts;
  readonly #resources: Resources;
  readonly #runtime: JavaScriptRuntime;
  /** Of each API. */
  readonly #codes: LiveCodes[] = [];
  /** By GraphQL path. */
  readonly #apis = new Map<string, GraphqlApi>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    // Others take their turns between two messages of a connection.
    allowSynchronousEvents: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

  constructor(cloud: Cloud, ports: AppSyncPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#runtime = new JavaScriptRuntime({ clock: cloud.clock });
    this.#resources = new Resources(cloud, ports.readObject?.bind(ports));
    this.resourceTypes = this.#resources.types;
  }

  start(): void {
    const { declarations } = this.#resources;
    const known = new Set(declarations.apis.map((api) => api.id));
    for (const { apiId } of [
      ...declarations.schemas,
      ...declarations.apiKeys,
      ...declarations.caches,
      ...declarations.dataSources,
      ...declarations.functions,
      ...declarations.resolvers,
    ]) {
      if (!known.has(apiId)) throw new DeploymentError(`The template names an API ${apiId}, which it doesn't declare`);
    }
    for (const [index, declared] of declarations.apis.entries()) {
      const codes = new LiveCodes(this.#runtime);
      const api = assemble(declared, declarations, { cloud: this.#cloud, ports: this.#ports, codes });
      this.#codes.push(codes);
      if (index === 0) this.#apis.set('/graphql', api);
      this.#apis.set(`/apis/${declared.id}/graphql`, api);
    }
  }

  /** The template's APIs, for the console. */
  list(): ConsoleApi[] {
    const { apis, apiKeys } = this.#resources.declarations;
    return apis.map(({ id, modes, userPools }, index) => ({
      id,
      path: index === 0 ? '/graphql' : `/apis/${id}/graphql`,
      modes: [...modes],
      apiKeys: apiKeys.filter(({ apiId }) => apiId === id).map(({ key }) => key),
      poolIds: userPools.map(({ poolId }) => poolId),
    }));
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    if (request.path === EVALUATE_CODE_PATH && request.method === 'POST') {
      const answer = await evaluateCode(request, { cloud: this.#cloud, ports: this.#ports, runtime: this.#runtime });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      return true;
    }
    const api = this.#apis.get(request.path);
    if (!api) return false;
    const work = answerHttp(api, request, response, this.#cloud);
    this.#track(work);
    await work;
    return true;
  }

  upgrade(request: LocalRequest, socket: Duplex, head: Buffer): boolean {
    const path = /^(.*\/graphql)\/realtime$/.exec(request.path)?.[1];
    const api = path === undefined ? undefined : this.#apis.get(path);
    if (path === undefined || !api) return false;
    this.#sockets.handleUpgrade(request.raw, socket, head, (opened) => {
      new Connection(api, opened, request, path, this.#cloud.clock);
    });
    return true;
  }

  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  replaceCode(replacement: CodeReplacement): boolean {
    if (replacement.kind === 'Asset') return false;
    const { kind, name, code } = replacement;
    if (!this.#codes.some((codes) => codes.replace(`${kind} ${name}`, code))) return false;
    for (const api of this.#apis.values()) api.flushCache();
    return true;
  }

  /** What was cached may not fit what the tables hold from now on. */
  restore(): void {
    for (const api of this.#apis.values()) api.flushCache();
  }

  stop(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#runtime.close();
  }

  #track(work: Promise<unknown>): void {
    const settled = work
      .catch((error: unknown) => this.#cloud.log.warn('/aws/appsync', String(error)))
      .finally(() => this.#underWay.delete(settled));
    this.#underWay.add(settled);
  }
}
