import { AwsError, DeploymentError } from '../errors.ts';
import type { QueueSender } from '../event-source/ports.ts';
import type { Iam } from '../iam/iam.ts';
import { physicalName } from '../iam/physical-name.ts';
import { compilePolicy } from '../iam/policy.ts';
import type { Statement } from '../iam/policy.ts';
import { refuseOthers } from '../known-properties.ts';
import type { DeclaredResource, DeployedResource } from '../service.ts';
import type { Queue } from './queue.ts';
import type { QueueDirectory } from './queue-directory.ts';

interface QueuePolicy {
  readonly json: string;
  readonly statements: readonly Statement[];
}

/** Who may do what with a queue: by its own policy, or by the caller's. */
export class QueueAccess {
  readonly #directory: QueueDirectory;
  readonly #iam: Pick<Iam, 'refusal'>;
  readonly #policies = new Map<Queue, QueuePolicy>();

  constructor(directory: QueueDirectory, iam: Pick<Iam, 'refusal'>) {
    this.#directory = directory;
    this.#iam = iam;
  }

  /** Reads an `AWS::SQS::QueuePolicy`. @throws DeploymentError */
  deploy(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, ['PolicyDocument', 'Queues']);
    const { PolicyDocument: document, Queues: urls } = declared.properties;
    if (!Array.isArray(urls) || urls.length === 0) throw new DeploymentError(`${declared.address}: Queues is missing`);
    const statements = compilePolicy(document, declared.address, 'resource');
    for (const url of urls.map(String)) {
      const queue = this.#queueOf(url, declared.address);
      if (this.#policies.has(queue)) {
        throw new DeploymentError(`${declared.address}: queue ${queue.name} has a policy already.`);
      }
      this.#policies.set(queue, { json: JSON.stringify(document), statements });
    }
    const id = physicalName(declared, 128);
    return { ref: id, attributes: { Id: id } };
  }

  /** JSON. */
  policyOf(queue: Queue): string | undefined {
    return this.#policies.get(queue)?.json;
  }

  /** @throws AwsError AccessDenied; an engineer sees who was denied what in the terminal */
  authorize(caller: QueueSender, action: string, resource: string): void {
    const queue = this.#directory.byArn(resource);
    const policy = queue && this.#policies.get(queue)?.statements;
    // SQS writes actions in lower case; a policy's match in any.
    const refusal = this.#iam.refusal(caller, action.toLowerCase(), resource, {}, policy);
    if (refusal !== undefined) throw new AwsError('AccessDenied', refusal, 403);
  }

  #queueOf(url: string, address: string): Queue {
    try {
      return this.#directory.byUrl(url);
    } catch (cause) {
      throw new DeploymentError(`${address}: there is no queue ${url}.`, { cause });
    }
  }
}
