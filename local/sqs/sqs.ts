import { copyFileSync, existsSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import type { ConsoleMessage, ConsoleQueue } from '../console/answers.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { QueueMessage, Queues, QueueSender, SentMessage } from '../event-source/ports.ts';
import type { FaultKind, SupportedFaults } from '../faults.ts';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import { jsonInput } from '../json-input.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { required } from './call.ts';
import type { Call } from './call.ts';
import { queueDoesNotExist, unsupported } from './errors.ts';
import { members } from './input.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { newMessage } from './message-input.ts';
import * as messages from './message-operations.ts';
import { polledMessage } from './message-view.ts';
import { MoveTasks } from './move-tasks.ts';
import { QueueAccess } from './queue-access.ts';
import { QueueDirectory } from './queue-directory.ts';
import * as queueOperations from './queue-operations.ts';
import type { Queue } from './queue.ts';
import { queueSettings } from './queue-settings.ts';
import { answer, answerError } from './wire.ts';

/** What SQS needs of its neighbors. */
export interface SqsPorts {
  readonly iam: Pick<Iam, 'refusal' | 'conditionValues'>;
  authenticate(request: LocalRequest): Principal;
  /** Whether a caller may use the key that encrypts a queue. @throws AwsError */
  authorizeKey(principal: Principal, key: string): void;
}

type Operation = (call: Call, input: Readonly<Record<string, unknown>>) => unknown;

const target = 'AmazonSQS.';
const onCalls: readonly FaultKind[] = ['throttle', 'latency', 'error', 'crashAfterCommit'];
/** Those that need the queue's key: for encrypting, for decrypting. */
const keyed = new Set(['sqs:SendMessage', 'sqs:ReceiveMessage']);

/** Amazon SQS: standard and FIFO queues. */
export class Sqs implements Service, Queues {
  readonly name = 'sqs';
  readonly resourceTypes = {
    'AWS::SQS::Queue': (declared: DeclaredResource) => this.#deployQueue(declared),
    'AWS::SQS::QueuePolicy': (declared: DeclaredResource) => this.#access.deploy(declared),
  };
  readonly faults: SupportedFaults;
  readonly #cloud: Cloud;
  readonly #ports: SqsPorts;
  readonly #directory: QueueDirectory;
  readonly #moveTasks: MoveTasks;
  readonly #access: QueueAccess;
  readonly #purged = new Map<string, number>();
  readonly #tasksFile: string;
  readonly #created: number;
  readonly #operations: Readonly<Record<string, Operation>> = {
    SendMessage: messages.sendMessage,
    SendMessageBatch: messages.sendMessageBatch,
    ReceiveMessage: (call, input) => messages.receiveMessage(call, input, this.#cloud),
    DeleteMessage: messages.deleteMessage,
    DeleteMessageBatch: messages.deleteMessageBatch,
    ChangeMessageVisibility: messages.changeMessageVisibility,
    ChangeMessageVisibilityBatch: messages.changeMessageVisibilityBatch,
    GetQueueUrl: queueOperations.getQueueUrl,
    ListQueues: queueOperations.listQueues,
    ListDeadLetterSourceQueues: queueOperations.listDeadLetterSourceQueues,
    GetQueueAttributes: (call, input) =>
      queueOperations.getQueueAttributes(call, input, (queue) => this.#access.policyOf(queue), this.#created),
    PurgeQueue: (call, input) => queueOperations.purgeQueue(call, input, this.#purged, this.#cloud.clock.now()),
    StartMessageMoveTask: (call, input) => this.#moveTasks.start(call, input),
    CancelMessageMoveTask: (call, input) => this.#moveTasks.cancel(call, input),
    ListMessageMoveTasks: (call, input) => this.#moveTasks.list(call, input),
  };

  constructor(cloud: Cloud, ports: SqsPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#directory = new QueueDirectory(cloud);
    this.#access = new QueueAccess(this.#directory, ports.iam);
    this.#tasksFile = join(cloud.stateFolder, 'sqs', 'move-tasks.json');
    this.#moveTasks = new MoveTasks(this.#tasksFile, this.#directory, cloud.clock);
    this.#created = Math.floor(cloud.clock.now() / 1000);
    this.faults = {
      ...Object.fromEntries(Object.keys(this.#operations).map((operation) => [operation, onCalls])),
      ReceiveMessage: [...onCalls, 'duplicate', 'reorder'],
    };
  }

  start(): void {
    this.#directory.start();
    this.#moveTasks.resume();
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    const name = request.headers['x-amz-target'];
    if (!name?.startsWith(target)) return false;
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    try {
      answer(response, await this.#call(request, name.slice(target.length), gone.signal));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answerError(response, error);
    }
    return true;
  }

  /** What CloudWatch is told of a queue; null: nothing; undefined: it isn't measured here, or there is no such queue. */
  metric(queueName: string, metric: string): number | null | undefined {
    return this.#directory
      .all()
      .find(({ name }) => name === queueName)
      ?.metric(metric);
  }

  /** How every queue stands, for the console. */
  list(): ConsoleQueue[] {
    const queues = this.#directory.all().sort((one, other) => (one.name < other.name ? -1 : 1));
    return queues.map((queue) => {
      const { visible, inFlight, delayed } = queue.counts();
      const { redrive } = queue.settings;
      return {
        name: queue.name,
        waiting: visible,
        inFlight,
        delayed,
        oldestSeconds: queue.metric('ApproximateAgeOfOldestMessage') ?? null,
        deadLetters: redrive?.deadLetterTargetArn.split(':').at(-1) ?? null,
        deadLettersOf: this.#directory.sourcesOf(queue).map(({ name }) => name),
      };
    });
  }

  /** Messages that wait, the oldest first, as they lie there. @throws AwsError QueueDoesNotExist */
  peek(queueName: string, limit: number): ConsoleMessage[] {
    return this.#directory.byUrl(queueName).peek(limit);
  }

  receive(principal: Principal, queueArn: string, limit: number): readonly QueueMessage[] {
    return this.#polled('ReceiveMessage', () => {
      const queue = this.#authorized({ principal }, queueArn, 'sqs:ReceiveMessage');
      const { visibilityTimeout } = queue.settings;
      const received = messages.receiveOnce(queue, Math.min(limit, 10), visibilityTimeout, this.#cloud.faults);
      return received.map((message) => polledMessage(queue.name, message));
    });
  }

  delete(principal: Principal, queueArn: string, receiptHandles: readonly string[]): void {
    this.#polled('DeleteMessage', () => {
      const queue = this.#authorized({ principal }, queueArn, 'sqs:DeleteMessage');
      this.#directory.transaction(() => {
        for (const handle of receiptHandles) queue.delete(handle);
      });
    });
  }

  changeVisibility(principal: Principal, queueArn: string, receiptHandle: string, seconds: number): void {
    this.#polled('ChangeMessageVisibility', () => {
      this.#authorized({ principal }, queueArn, 'sqs:ChangeMessageVisibility').changeVisibility(receiptHandle, seconds);
    });
  }

  send(sender: QueueSender, queueArn: string, message: SentMessage): string {
    return this.#polled('SendMessage', () => {
      const queue = this.#authorized(sender, queueArn, 'sqs:SendMessage');
      const input = {
        MessageBody: message.body,
        DelaySeconds: message.delaySeconds,
        MessageGroupId: message.messageGroupId,
        MessageDeduplicationId: message.messageDeduplicationId,
        MessageAttributes: message.attributes as MessageAttributes | undefined,
      };
      const senderId = 'principal' in sender ? this.#senderId(sender.principal) : sender.service;
      return queue.send(newMessage(input, queue.settings, senderId)).id;
    });
  }

  watch(queueArn: string, onVisible: () => void): () => void {
    return this.#byArn(queueArn).wakeups.listen(onVisible);
  }

  visibilityTimeout(queueArn: string): number {
    return this.#byArn(queueArn).settings.visibilityTimeout;
  }

  snapshot(folder: string): void {
    this.#directory.snapshot(folder);
    if (existsSync(this.#tasksFile)) copyFileSync(this.#tasksFile, join(folder, 'move-tasks.json'));
  }

  restore(folder: string): void {
    const kept = join(folder, 'move-tasks.json');
    if (existsSync(kept)) copyFileSync(kept, this.#tasksFile);
    else rmSync(this.#tasksFile, { force: true });
    this.#directory.restore(folder);
    this.#purged.clear();
    this.#moveTasks.reload();
  }

  stop(): void {
    this.#directory.stop();
  }

  async #call(request: LocalRequest, name: string, gone: AbortSignal): Promise<Record<string, unknown>> {
    const principal = this.#ports.authenticate(request);
    const operation = Object.hasOwn(this.#operations, name) ? this.#operations[name] : undefined;
    if (!operation) {
      throw unsupported(`The local SQS doesn't run ${name}: its queues are those of the template.`);
    }
    const input = jsonInput(request.body, members);
    const call: Call = {
      principal,
      sender: this.#senderId(principal),
      directory: this.#directory,
      gone,
      queue: (url, action) =>
        this.#authorized({ principal }, this.#directory.byUrl(required(url, 'QueueUrl')).arn, action),
      authorize: (action, resource) => {
        this.#access.authorize({ principal }, action, resource);
      },
    };
    // The administrator inspects and redrives; usage is what the product's own roles cause.
    const end = principal.kind === 'role' ? this.#cloud.usage.begin('sqs', name, principal) : () => undefined;
    try {
      const run = () => operation(call, input) as Record<string, unknown>;
      return await this.#cloud.faults.around('sqs', name, { throttled, failed }, run);
    } finally {
      end();
    }
  }

  /** A call from within the process: it answers at once, so that a fault can't be latency. */
  #polled<T>(operation: string, call: () => T): T {
    const kind = this.#cloud.faults.strike('sqs', operation, ['throttle', 'error', 'crashAfterCommit']);
    if (kind === 'throttle') throw throttled();
    if (kind === 'error') throw failed();
    const result = call();
    if (kind === 'crashAfterCommit') throw failed();
    return result;
  }

  #authorized(caller: QueueSender, queueArn: string, action: string): Queue {
    const queue = this.#byArn(queueArn);
    this.#access.authorize(caller, action, queue.arn);
    const { kmsKey } = queue.settings;
    if (kmsKey !== undefined && 'principal' in caller && keyed.has(action)) {
      this.#ports.authorizeKey(caller.principal, kmsKey);
    }
    return queue;
  }

  #byArn(queueArn: string): Queue {
    const queue = this.#directory.byArn(queueArn);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  #senderId(principal: Principal): string {
    return String(this.#ports.iam.conditionValues(principal, {})('aws:userid') ?? principal.arn);
  }

  #deployQueue(declared: DeclaredResource): DeployedResource {
    const settings = queueSettings(declared);
    if (this.#directory.has(settings.name)) {
      throw new DeploymentError(`${declared.address}: queue ${settings.name} already exists`);
    }
    const queue = this.#directory.add(settings);
    const url = this.#directory.urlOf(queue);
    return { ref: url, attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: url } };
  }
}

function throttled(): AwsError {
  return new AwsError('RequestThrottled', 'The request was denied due to request throttling.', 403);
}

function failed(): AwsError {
  return new AwsError('InternalFailure', 'We encountered an internal error. Please try again.', 500);
}
