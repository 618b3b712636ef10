import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NoEngineError } from '../local/dynamodb/engine-binary.ts';
import { DeploymentError } from '../local/errors.ts';
import { startLocalCloud, type LocalCloud } from '../local/start.ts';
import { consoleOptions } from './console.ts';
import { PORT_HINT } from './not-twice.ts';
import { atSource } from './refused-code.ts';
import { ASSEMBLY, synthesize } from './synthesize.ts';

export interface RunningCloudOptions {
  /** For state. */
  readonly folder: string;
  readonly region: string;
  readonly print: (line: string) => void;
  readonly dynamodbEndpoint?: string | undefined;
}

const ENGINE_HINT = 'Name that one so: KALPLA_DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start';

/** The local cloud with the synthesized app; a restart puts another in its place, on the same port and state. */
export class RunningCloud {
  readonly #options: RunningCloudOptions;
  #cloud: LocalCloud;

  private constructor(options: RunningCloudOptions, cloud: LocalCloud) {
    this.#options = options;
    this.#cloud = cloud;
  }

  /** @throws Error whose message is one line, as far as the reason is one that an engineer can act on */
  static async start(port: number, options: RunningCloudOptions): Promise<RunningCloud> {
    return new RunningCloud(options, await run(port, options));
  }

  /** What runs now. */
  get cloud(): LocalCloud {
    return this.#cloud;
  }

  /** Synthesizes the app again and runs that. Where it can't, what ran before goes on. @throws Error as `start` */
  async restart(): Promise<void> {
    const { folder } = this.#options;
    const [next, previous] = [join(folder, 'next.cdk.out'), join(folder, 'previous.cdk.out')];
    await synthesize({ validate: false, folder: next });
    const { port } = this.#cloud;
    await this.#cloud.stop();
    rmSync(previous, { recursive: true, force: true });
    renameSync(ASSEMBLY, previous);
    renameSync(next, ASSEMBLY);
    try {
      this.#cloud = await run(port, this.#options);
    } catch (error) {
      rmSync(ASSEMBLY, { recursive: true, force: true });
      renameSync(previous, ASSEMBLY);
      this.#cloud = await run(port, this.#options);
      throw error;
    } finally {
      await this.#cloud.markReady();
    }
  }
}

async function run(
  port: number,
  { folder, region, print, dynamodbEndpoint }: RunningCloudOptions,
): Promise<LocalCloud> {
  try {
    return await startLocalCloud({
      assembly: ASSEMBLY,
      stateFolder: join(folder, 'state'),
      port,
      region,
      portHint: PORT_HINT,
      console: consoleOptions(),
      print,
      ...(dynamodbEndpoint ? { dynamodbEndpoint } : {}),
    });
  } catch (error) {
    if (!(error instanceof DeploymentError)) throw error;
    const noEngine = error instanceof NoEngineError || error.cause instanceof NoEngineError;
    if (noEngine) throw new Error(`${error.message} ${ENGINE_HINT}`, { cause: error });
    throw new Error(atSource(error.message, ASSEMBLY), { cause: error });
  }
}
