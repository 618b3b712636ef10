import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** What an operator of events works with. */
export interface Events {
  readonly stage: string;
  readonly region: string;
  /** Endpoint of the local cloud; absent on AWS. */
  readonly localUrl?: string;
  readonly queues: SQSClient;
  readonly buses: EventBridgeClient;
}

const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** @param localUrl endpoint of the local cloud; without it the operator's own AWS credentials work on AWS */
export function eventsOf(stage: string, region: string, localUrl?: string): Events {
  const config = { region, ...(localUrl ? { endpoint: localUrl, credentials: LOCAL_CREDENTIALS } : {}) };
  return {
    stage,
    region,
    ...(localUrl ? { localUrl } : {}),
    queues: new SQSClient(config),
    buses: new EventBridgeClient(config),
  };
}

const DEAD_LETTERS = '-dead-letters';

/** How a consumer's queues stand. */
export interface ConsumerState {
  readonly consumer: string;
  /** Messages that wait to be worked. */
  readonly waiting: number;
  /** Messages that are being worked, or wait to be tried again. */
  readonly underWay: number;
  /** Messages in the dead-letter queue. */
  readonly setAside: number;
}

/** Every consumer of the stage, in alphabetical order. `events` is the Pipe itself, which has dead letters only. */
export async function consumerStates(events: Events): Promise<ConsumerState[]> {
  const prefix = `kalpla-${events.stage}-`;
  const { QueueUrls = [] } = await events.queues.send(
    new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1000 }),
  );
  const names = QueueUrls.map((url) => url.slice(url.lastIndexOf('/') + 1).slice(prefix.length));
  const consumers = new Set(names.map((name) => name.replace(new RegExp(`${DEAD_LETTERS}$`), '')));
  return Promise.all([...consumers].sort().map((consumer) => consumerState(events, consumer, new Set(names))));
}

async function consumerState(events: Events, consumer: string, names: ReadonlySet<string>): Promise<ConsumerState> {
  const count = async (name: string) =>
    names.has(name) ? counts(events, `kalpla-${events.stage}-${name}`) : { visible: 0, invisible: 0 };
  const [queue, deadLetters] = await Promise.all([count(consumer), count(consumer + DEAD_LETTERS)]);
  return {
    consumer,
    waiting: queue.visible,
    underWay: queue.invisible,
    setAside: deadLetters.visible + deadLetters.invisible,
  };
}

async function counts({ queues }: Events, name: string): Promise<{ visible: number; invisible: number }> {
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: name }));
  const { Attributes = {} } = await queues.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    visible: Number(Attributes['ApproximateNumberOfMessages']),
    invisible: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
  };
}

/** A queue of the stage. */
export interface FoundQueue {
  readonly url: string;
  readonly arn: string;
}

/** @throws Error that names what there is, when the stage has no such consumer */
export async function findQueue(events: Events, consumer: string, kind: 'queue' | 'dead letters'): Promise<FoundQueue> {
  const QueueName = `kalpla-${events.stage}-${consumer}${kind === 'queue' ? '' : DEAD_LETTERS}`;
  try {
    const { QueueUrl = '' } = await events.queues.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes = {} } = await events.queues.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    return { url: QueueUrl, arn: Attributes['QueueArn'] ?? '' };
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    const there = (await consumerStates(events)).map((state) => state.consumer).join(', ');
    throw new Error(`${consumer} has no ${kind} (${QueueName}). Choose one of: ${there}.`, { cause: error });
  }
}
