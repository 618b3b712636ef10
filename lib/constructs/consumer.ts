import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption, type IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { CONSUMER_ENV } from '../../functions/shared/env.ts';
import { EVENT_SOURCE, type Fact } from '../../model/events.ts';
import type { StageConfig } from '../config.ts';
import { BackendFunction } from './backend-function.ts';

export interface ConsumerProps<Env extends readonly string[]> {
  /** Folder under `functions/`, and part of the queues' names. */
  readonly name: string;
  readonly config: StageConfig;
  /** Where the events come from. */
  readonly bus: IEventBus;
  /** The facts that it hears of, or another pattern for events that aren't ours. Default: none, others fill its queue. */
  readonly hears?: readonly Fact[] | EventPattern;
  /** Of our own events only those of which these fields and functions are the origin. Default: all. */
  readonly origins?: readonly string[];
  /** A value for each name that the function's `env.ts` declares. */
  readonly environment: Readonly<Record<Env[number], string>>;
  /** Default: 30 seconds. */
  readonly timeout?: Duration;
  /** Default: 512 MB. */
  readonly memorySizeMb?: number;
  /** How often a message is tried before it is set aside. Default: 5. */
  readonly maxReceives?: number;
}

/** A message waits no longer than this without somebody being told. */
const TOO_OLD = Duration.minutes(15);

/**
 * Something that happens because of events: rule, queue, function, and a dead-letter queue for what can't be done.
 * The function may do nothing yet but log and set aside: `function.addToRolePolicy` says what else.
 */
export class Consumer<Env extends readonly string[]> extends Construct {
  readonly function: BackendFunction<readonly [...Env, ...typeof CONSUMER_ENV]>;
  readonly queue: IQueue;
  readonly deadLetters: IQueue;

  constructor(scope: Construct, id: string, props: ConsumerProps<Env>) {
    super(scope, id);
    const { name, config, timeout = Duration.seconds(30), maxReceives = 5 } = props;
    const named = (part: string) => `kalpla-${config.stage}-${name}${part}`;
    const deadLetters = new Queue(this, 'DeadLetters', {
      queueName: named('-dead-letters'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const queue = new Queue(this, 'Queue', {
      queueName: named(''),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      // As AWS recommends: six times as long as the function may take.
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      // One receive more than the function needs to set a message aside with its cause: then SQS does it without.
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: maxReceives + 1 },
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.function = new BackendFunction<readonly [...Env, ...typeof CONSUMER_ENV]>(this, 'Function', {
      name,
      config,
      timeout,
      ...(props.memorySizeMb ? { memorySizeMb: props.memorySizeMb } : {}),
      environment: {
        ...props.environment,
        DEAD_LETTERS_URL: deadLetters.queueUrl,
        MAX_RECEIVES: String(maxReceives),
      },
    });
    deadLetters.grantSendMessages(this.function);
    this.function.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
    if (props.hears) this.#hear(props, props.hears, { queue, deadLetters, ruleName: named('') });
    this.#watch(queue, deadLetters, named);
  }

  #hear(
    { bus, origins }: Pick<ConsumerProps<Env>, 'bus' | 'origins'>,
    hears: readonly Fact[] | EventPattern,
    { queue, deadLetters, ruleName }: { queue: Queue; deadLetters: Queue; ruleName: string },
  ): void {
    const isOurs = Array.isArray(hears);
    const detail = { facts: hears, ...(origins ? { cause: { origin: origins } } : {}) };
    new Rule(this, 'Rule', {
      // By which a replay is meant for this consumer alone.
      ruleName,
      eventBus: bus,
      eventPattern: isOurs ? { source: [EVENT_SOURCE], detail } : (hears as EventPattern),
      targets: [
        new SqsQueue(queue, {
          deadLetterQueue: deadLetters,
          ...(isOurs ? { message: RuleTargetInput.fromEventPath('$.detail') } : {}),
        }),
      ],
    });
  }

  #watch(queue: Queue, deadLetters: Queue, named: (part: string) => string): void {
    const period = Duration.minutes(1);
    const shared = { evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING };
    deadLetters
      .metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' })
      .createAlarm(this, 'SetAside', {
        ...shared,
        alarmName: named('-set-aside'),
        alarmDescription: 'Messages were set aside. See docs/runbooks/events.md.',
        threshold: 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      });
    queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' }).createAlarm(this, 'Behind', {
      ...shared,
      alarmName: named('-behind'),
      alarmDescription: 'A message waits too long. See docs/runbooks/events.md.',
      threshold: TOO_OLD.toSeconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
  }
}
