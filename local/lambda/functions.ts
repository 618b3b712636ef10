import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import type { Principal } from '../iam/principal.ts';
import type { CodeReplacement, DeclaredResource, DeployedResource } from '../service.ts';
import { functionNotFound, nameOf } from './function-names.ts';
import { LambdaFunction, taskRootOf } from './function.ts';
import type { SessionKeys } from './function.ts';
import { foreignRuntime, functionSettings } from './settings.ts';

export interface FunctionsPorts {
  /** @throws AwsError when the role's trust policy doesn't let the service assume it */
  roleSession(roleArn: string, sessionName: string, service: string): Principal;
  credentials(principal: Principal): SessionKeys;
  /** By the policies of a function's role. */
  isAllowed(principal: Principal, action: string, resource: string): boolean;
  /** Path of the folder with this object key. */
  findAsset(objectKey: string): string | undefined;
}

/** The deployed functions. */
export class Functions {
  readonly #cloud: Cloud;
  readonly #ports: FunctionsPorts;
  readonly #byName = new Map<string, LambdaFunction>();

  constructor(cloud: Cloud, ports: FunctionsPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
  }

  deploy(declared: DeclaredResource): DeployedResource {
    const foreign = foreignRuntime(declared);
    if (foreign !== undefined) return this.#leaveOut(declared, foreign);
    const settings = functionSettings(declared);
    const { name, roleArn } = settings;
    if (this.#byName.has(name)) throw new DeploymentError(`${declared.address}: function ${name} already exists`);
    const codeFolder = join(this.#cloud.stateFolder, 'lambda', 'code');
    const taskRoot = taskRootOf(settings, codeFolder, (key) => this.#ports.findAsset(key));
    const arn = this.arnOf(name);
    const keys = () => this.#ports.credentials(this.#session(name, roleArn));
    refuseUnassumableRole(keys, `${declared.address}: ${roleArn}`);
    const isAllowed = (action: string, resource: string) =>
      this.#ports.isAllowed(this.#session(name, roleArn), action, resource);
    this.#byName.set(name, new LambdaFunction(settings, arn, taskRoot, this.#cloud, { keys, isAllowed }));
    return { ref: name, attributes: { Arn: arn } };
  }

  /** @param functionName in any form. @throws AwsError ResourceNotFoundException */
  find(functionName: string): LambdaFunction {
    const name = nameOf(functionName);
    const found = this.#byName.get(name);
    if (found) return found;
    throw functionNotFound(this.arnOf(name));
  }

  has(functionName: string): boolean {
    return this.#byName.has(nameOf(functionName));
  }

  /** Session of a function's role, as which its code runs. */
  session({ settings }: LambdaFunction): Principal {
    return this.#session(settings.name, settings.roleArn);
  }

  arnOf(name: string): string {
    return `arn:aws:lambda:${this.#cloud.region}:${this.#cloud.accountId}:function:${name}`;
  }

  all(): LambdaFunction[] {
    return [...this.#byName.values()];
  }

  /** @returns whether a function is made of this asset */
  replaceCode(replacement: CodeReplacement): boolean {
    if (replacement.kind !== 'Asset') return false;
    const { objectKey, folder } = replacement;
    const own = this.all().filter(({ settings: { code } }) => 'objectKey' in code && code.objectKey === objectKey);
    for (const each of own) each.replaceCode(folder);
    return own.length > 0;
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((each) => each.stop()));
  }

  /** Of the custom resources that come with the CDK, say: what invokes it finds no function. */
  #leaveOut({ address, logicalId }: DeclaredResource, reason: string): DeployedResource {
    this.#cloud.log.warn('lambda', `${address}: not run: ${reason}`);
    return { ref: logicalId, attributes: { Arn: `inert:${address}.Arn` } };
  }

  #session(name: string, roleArn: string): Principal {
    return this.#ports.roleSession(roleArn, name, 'lambda.amazonaws.com');
  }
}

/** As Lambda does when a function is created. */
function refuseUnassumableRole(keys: () => SessionKeys, what: string): void {
  try {
    keys();
  } catch (cause) {
    throw new DeploymentError(`${what}: The role defined for the function cannot be assumed by Lambda.`, { cause });
  }
}
