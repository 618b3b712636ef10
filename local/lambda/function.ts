import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import { logAccess } from '../log-access.ts';
import { FunctionLog } from './function-log.ts';
import { Instance } from './instance.ts';
import type { Outcome } from './instance.ts';
import { Pool } from './pool.ts';
import type { FunctionSettings } from './settings.ts';

/** Keys of a session of the function's role. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The role as which a function runs. */
export interface FunctionRole {
  /** Fresh keys of a session. */
  keys(): SessionKeys;
  isAllowed(action: string, resource: string): boolean;
}

/** Instances of a function that isn't limited by its template; AWS has a thousand for all functions of an account. */
const defaultConcurrency = 10;

/** A deployed function. */
export class LambdaFunction {
  readonly settings: FunctionSettings;
  readonly arn: string;
  readonly #cloud: Cloud;
  readonly #role: FunctionRole;
  readonly #mayLog: () => boolean;
  #pool: Pool;

  constructor(settings: FunctionSettings, arn: string, taskRoot: string, cloud: Cloud, role: FunctionRole) {
    this.settings = settings;
    this.arn = arn;
    this.#cloud = cloud;
    this.#role = role;
    this.#mayLog = logAccess(cloud, settings.logGroup, (...call) => role.isAllowed(...call));
    this.#pool = this.#newPool(taskRoot);
  }

  /** The next invocation runs the code of this folder; those under way end with theirs. */
  replaceCode(taskRoot: string): void {
    this.#pool.retire();
    this.#pool = this.#newPool(taskRoot);
  }

  /**
   * @param payload JSON
   * @throws AwsError TooManyRequestsException where its reserved concurrency is used up
   */
  invoke(requestId: string, payload: string): Promise<Outcome> {
    const waits = this.settings.reservedConcurrency === undefined;
    return this.#pool.run((instance) => instance.invoke({ requestId, event: payload, functionArn: this.arn }), waits);
  }

  stop(): Promise<void> {
    return this.#pool.stop();
  }

  #newPool(taskRoot: string): Pool {
    const { settings } = this;
    const cloud = this.#cloud;
    const log = new FunctionLog(cloud, settings, this.#mayLog);
    const compiled = join(cloud.stateFolder, 'lambda', 'compiled');
    const create = () => {
      const variables = environment(settings, taskRoot, cloud, this.#role.keys());
      return new Instance(settings, taskRoot, variables, { log, clock: cloud.clock, compiled });
    };
    return new Pool(create, settings.reservedConcurrency ?? defaultConcurrency);
  }
}

/** Folder of the function's code; inline code is written to a file `index`, as CloudFormation does. */
export function taskRootOf(
  { name, code }: FunctionSettings,
  folder: string,
  findAsset: (objectKey: string) => string | undefined,
): string {
  if ('objectKey' in code) {
    const path = findAsset(code.objectKey);
    if (!path) throw new DeploymentError(`function ${name}: the assembly has no asset ${code.objectKey}`);
    if (path.endsWith('.zip')) throw new DeploymentError(`function ${name}: ${path} must be a folder, not a zip file`);
    return path;
  }
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'index.js'), code.inline);
  // Else the nearest package.json further up would decide how the file is read.
  writeFileSync(join(root, 'package.json'), '{}');
  return root;
}

/** The variables of the template and those that the runtime sets ("Using Lambda environment variables"). */
function environment(
  settings: FunctionSettings,
  taskRoot: string,
  cloud: Cloud,
  keys: SessionKeys,
): Record<string, string> {
  const date = new Date(cloud.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    // The home of Lambda's user, which isn't here either: the SDK must not read the engineer's own AWS settings.
    HOME: '/home/sbx_user1051',
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    AWS_ENDPOINT_URL: cloud.url,
    ...settings.environment,
    _HANDLER: settings.handler,
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `${date}/[$LATEST]${crypto.randomUUID().replaceAll('-', '')}`,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    LAMBDA_TASK_ROOT: taskRoot,
  };
}
