import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestBackend } from './backend.ts';

interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties?: {
          readonly QueueName?: string;
          readonly RedrivePolicy?: {
            readonly deadLetterTargetArn: { readonly 'Fn::GetAtt': readonly [string, string] };
          };
        };
      }
    >
  >;
}

/** A queue of a consumer, with where it leaves what it can't do. */
export interface ConsumerQueue {
  readonly name: string;
  readonly deadLetters: string;
}

/** Every consumer's queue of the deployed template: those from which messages are set aside. */
export function consumerQueues(): ConsumerQueue[] {
  return templates().flatMap(({ Resources }) =>
    Object.values(Resources).flatMap(({ Properties }) => {
      const [target = ''] = Properties?.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'] ?? [];
      const deadLetters = Resources[target]?.Properties?.QueueName;
      return Properties?.QueueName && deadLetters ? [{ name: Properties.QueueName, deadLetters }] : [];
    }),
  );
}

/** Every queue of the deployed template in which only what went wrong lies. */
export function deadLetterQueues(): string[] {
  const consumers = new Set(consumerQueues().map(({ name }) => name));
  return templates()
    .flatMap(({ Resources }) => Object.values(Resources))
    .flatMap(({ Type, Properties }) => (Type === 'AWS::SQS::Queue' ? (Properties?.QueueName ?? []) : []))
    .filter((name) => !consumers.has(name));
}

function templates(): Template[] {
  const paths = globSync(join(inject('seeded'), 'cdk.out', '*.template.json'));
  return paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Template);
}

/** What was set aside, with what came along. */
export interface Letter {
  readonly body: string;
  readonly cause: string | undefined;
}

/** The queues of a backend, as an operator sees them. */
export class Queues {
  readonly #client: SQSClient;

  constructor({ url }: Pick<TestBackend, 'url'>) {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    this.#client = new SQSClient({ region: 'us-east-1', endpoint: url, credentials });
  }

  async send(name: string, MessageBody: string): Promise<void> {
    await this.#client.send(new SendMessageCommand({ QueueUrl: await this.#url(name), MessageBody }));
  }

  /** Messages that wait, are under way, or will be tried again. */
  async waiting(name: string): Promise<number> {
    const { Attributes = {} } = await this.#client.send(
      new GetQueueAttributesCommand({
        QueueUrl: await this.#url(name),
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  }

  /** Takes out all that a dead-letter queue holds. */
  async letters(name: string): Promise<Letter[]> {
    const letters: Letter[] = [];
    for (;;) {
      const { Messages = [] } = await this.#client.send(
        new ReceiveMessageCommand({
          QueueUrl: await this.#url(name),
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          VisibilityTimeout: 43_200,
        }),
      );
      if (Messages.length === 0) return letters;
      for (const { Body = '', MessageAttributes } of Messages) {
        letters.push({ body: Body, cause: MessageAttributes?.['cause']?.StringValue });
      }
    }
  }

  async #url(QueueName: string): Promise<string> {
    return (await this.#client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
  }
}
