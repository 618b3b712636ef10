import { join } from 'node:path';
import { readAssembly } from './assembly/assembly.ts';
import { deployAssembly } from './assembly/deploy.ts';
import type { DeploymentResult, NotRun } from './assembly/deploy.ts';
import { MovableClock } from './clock.ts';
import type { Cloud } from './cloud.ts';
import { Console, type ConsoleOptions } from './console/console.ts';
import { AwsError, DeploymentError } from './errors.ts';
import { EventLog } from './event-log.ts';
import { Faults } from './faults.ts';
import { busyServices } from './idle.ts';
import type { StatementUse } from './iam/role.ts';
import { levers } from './levers.ts';
import { Log } from './log.ts';
import { Outbox } from './outbox.ts';
import { Server } from './server.ts';
import type { CodeReplacement, Service } from './service.ts';
import { createServices, registryOf } from './services.ts';
import type { Services } from './services.ts';
import { Snapshot } from './snapshot.ts';
import { Usage } from './usage.ts';

export interface LocalCloudOptions {
  /** Folder of a synthesized CDK app (`cdk.out`). */
  readonly assembly: string;
  /** Folder for what outlives the process; deleting it forgets everything. */
  readonly stateFolder: string;
  /** 0: any free one. */
  readonly port: number;
  /** Default: the one that the app names, else `us-east-1`. */
  readonly region?: string;
  /** Default: the one that the app names, else `000000000000`. */
  readonly accountId?: string;
  /** How to choose another port: a sentence that ends the message that says that this one is in use. */
  readonly portHint?: string;
  /** Another DynamoDB endpoint than the one that is started here. */
  readonly dynamodbEndpoint?: string;
  /** What the console at `/` is to know of the product, beside what it finds in the assembly. */
  readonly console?: ConsoleOptions;
  /** Receives what an engineer should see at once; by default nobody does. */
  readonly print?: (line: string) => void;
}

/** A running local cloud. */
export interface LocalCloud {
  readonly url: string;
  readonly port: number;
  /** By stack, then by output key. */
  readonly outputs: DeploymentResult['outputs'];
  /** What the template asks for and nothing here runs. */
  readonly notRun: readonly NotRun[];
  readonly cloud: Cloud;
  /** Whether an earlier run was marked ready on this state: it need not be seeded again. */
  readonly hasSnapshot: boolean;
  /**
   * Makes the health lever answer 200, and the state as it is now what `reset` returns to, unless an earlier run's is
   * there already. Usage is counted from here.
   * @param options.snapshot true: replaces an earlier run's
   */
  markReady(options?: { readonly snapshot?: boolean }): Promise<void>;
  /** Every Allow statement of every role, with the calls that it has let through since the start. */
  grants(): StatementUse[];
  /**
   * Runs other code from now on, as AWS does once it has been updated; nothing else of the template changes.
   * @throws DeploymentError for code that is refused, or that replaces nothing: what ran before goes on
   */
  replaceCode(replacement: CodeReplacement): Promise<void>;
  /** Waits until all is idle, then restores the state as of `markReady`. @throws AwsError when it doesn't get idle */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const resetTimeoutMs = 30_000;

/**
 * Runs a cloud assembly on this machine. The port is bound first, so that a conflict shows at once; it answers 503
 * until all is deployed.
 * @throws DeploymentError, in one line that an engineer can act on
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const assembly = readAssembly(options.assembly);
  // Functions run in threads of this process, which share its time zone; Lambda's is UTC.
  process.env.TZ = 'UTC';
  const { stateFolder } = options;
  const region = options.region ?? assembly.stacks.find((stack) => stack.region)?.region ?? 'us-east-1';
  const accountId = options.accountId ?? assembly.stacks.find((stack) => stack.accountId)?.accountId ?? '000000000000';
  const clock = new MovableClock();
  const faults = new Faults();
  const log = new Log(join(stateFolder, 'logs'), options.print ?? (() => {}));
  const usage = new Usage();
  const outbox = new Outbox(stateFolder, clock);
  const events = new EventLog(join(stateFolder, 'events.jsonl'));
  let services: readonly Service[] = [];
  let created: Services | undefined;
  let ready = false;
  let snapshot: Snapshot | undefined;

  const busy = (timeoutMs: number): Promise<string[]> =>
    busyServices(services, timeoutMs, () => clock.keepAppointments());
  const untilIdle = async (): Promise<void> => {
    const waitingFor = await busy(resetTimeoutMs);
    if (waitingFor.length > 0) throw new AwsError('Timeout', `Still busy: ${waitingFor.join(', ')}.`, 408);
  };
  const reset = async (): Promise<void> => {
    if (!snapshot?.exists) throw new AwsError('Conflict', 'There is nothing to reset to yet.', 409);
    await untilIdle();
    // Before the state: what services arm when they are restored goes by the clock that is right again.
    clock.release();
    clock.move(0);
    await untilIdle();
    await snapshot.restore();
    faults.clear();
    usage.clear();
  };
  const lever = levers({
    ready: () => ready,
    outbox: (filter) => outbox.list(filter),
    usage: () => usage.report(),
    clearUsage: () => usage.clear(),
    clock,
    faults,
    supportedFaults: () => Object.fromEntries(services.flatMap(({ name, faults }) => (faults ? [[name, faults]] : []))),
    events: (filter) => events.list(filter),
    grants: () => created?.iam.allStatements() ?? [],
    alarms: () => created?.cloudwatch.list() ?? [],
    splitShards: (table) => created?.dynamodb.splitShards(table) ?? [],
    busyServices: busy,
    reset,
  });
  const server = new Server([lever], {
    portHint: options.portHint,
    now: () => clock.now(),
    onDefect: (request, error) =>
      log.warn('local', `${request}: ${error instanceof Error ? error.stack : JSON.stringify(error)}`),
  });
  const stop = async (): Promise<void> => {
    ready = false;
    try {
      for (const service of services.toReversed()) await service.stop?.();
    } finally {
      clock.stop();
      await server.close();
    }
  };

  const port = await server.listen(options.port);
  const url = `http://127.0.0.1:${port}`;
  const cloud: Cloud = { region, accountId, url, stateFolder, clock, usage, outbox, events, faults, log };
  try {
    created = createServices(cloud, { assets: assembly.assets, dynamodbEndpoint: options.dynamodbEndpoint });
    services = created.all;
    snapshot = new Snapshot(cloud, services);
    const deployed = await deployAssembly(assembly, { registry: registryOf(services), region, accountId });
    for (const service of services) await service.start?.();
    server.open([new Console(options.console ?? {}, created.console), ...services]);
    const taken = snapshot;
    const { iam } = created;
    return {
      url,
      port,
      ...deployed,
      cloud,
      hasSnapshot: taken.exists,
      markReady: async ({ snapshot: replace = false } = {}) => {
        await busy(resetTimeoutMs);
        if (replace || !taken.exists) await taken.take();
        usage.clear();
        ready = true;
      },
      replaceCode: async (replacement) => {
        for (const service of services) if (await service.replaceCode?.(replacement)) return;
        throw new DeploymentError(`nothing runs the code of ${JSON.stringify({ ...replacement, code: undefined })}`);
      },
      grants: () => iam.allStatements(),
      reset,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
