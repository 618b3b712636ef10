import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError } from '../errors.ts';
import { JsonFile } from '../json-file.ts';
import { between, required } from './call.ts';
import type { Call } from './call.ts';
import { unsupported } from './errors.ts';
import type { Queue } from './queue.ts';
import type { QueueDirectory } from './queue-directory.ts';

/** A redrive of a dead-letter queue. */
interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  /** Messages a second. */
  readonly rate: number | undefined;
  readonly toMove: number;
  readonly moved: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly failureReason?: string;
  readonly startedAt: number;
}

interface StartInput {
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
}

/** So many at a time where no rate is given: one write to the disk. */
const atOnce = 1000;

/** Kept: the newest ones of each queue, as ListMessageMoveTasks shows. */
const tasksShown = 10;

/** Moves messages out of dead-letter queues. A task that a killed process leaves goes on when it starts again. */
export class MoveTasks {
  readonly #file: JsonFile<readonly MoveTask[]>;
  readonly #directory: QueueDirectory;
  readonly #clock: Clock;
  readonly #appointments = new Map<string, () => void>();

  constructor(path: string, directory: QueueDirectory, clock: Clock) {
    this.#file = new JsonFile<readonly MoveTask[]>(path, []);
    this.#directory = directory;
    this.#clock = clock;
  }

  start(call: Call, input: StartInput): Record<string, unknown> {
    const source = this.#queue(required(input.SourceArn, 'SourceArn'));
    for (const action of ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) {
      call.authorize(`sqs:${action}`, source.arn);
    }
    const sources = this.#directory.sourcesOf(source);
    if (sources.length === 0) {
      throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
    }
    const destination = input.DestinationArn === undefined ? undefined : this.#queue(input.DestinationArn);
    if (destination && destination.settings.fifo !== source.settings.fifo) {
      throw new AwsError('InvalidParameterValue', 'Source and destination queue must be of the same type.');
    }
    for (const { arn } of destination ? [destination] : sources) call.authorize('sqs:SendMessage', arn);
    const given = input.MaxNumberOfMessagesPerSecond;
    const rate = given === undefined ? undefined : between('MaxNumberOfMessagesPerSecond', given, 1, 500);
    if (this.#of(source.arn).some(({ status }) => status === 'RUNNING')) {
      throw unsupported(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const task: MoveTask = {
      handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: source.arn })).toString('base64'),
      sourceArn: source.arn,
      destinationArn: destination?.arn,
      rate,
      toMove: source.counts().visible,
      moved: 0,
      status: 'RUNNING',
      startedAt: this.#clock.now(),
    };
    this.#write(task);
    this.#advance(task);
    return { TaskHandle: task.handle };
  }

  cancel(call: Call, input: { readonly TaskHandle?: string }): Record<string, unknown> {
    const handle = required(input.TaskHandle, 'TaskHandle');
    const task = this.#file.value.find((other) => other.handle === handle);
    if (!task) throw notFound();
    call.authorize('sqs:CancelMessageMoveTask', task.sourceArn);
    if (task.status !== 'RUNNING') throw unsupported('Only active tasks can be cancelled.');
    this.#appointments.get(handle)?.();
    this.#write({ ...task, status: 'CANCELLED' });
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  list(call: Call, input: { readonly SourceArn?: string; readonly MaxResults?: number }): Record<string, unknown> {
    const source = this.#queue(required(input.SourceArn, 'SourceArn'));
    call.authorize('sqs:ListMessageMoveTasks', source.arn);
    const size = between('MaxResults', input.MaxResults ?? 1, 1, tasksShown);
    const results = this.#of(source.arn)
      .slice(0, size)
      .map((task) => ({
        ...(task.status === 'RUNNING' ? { TaskHandle: task.handle } : {}),
        Status: task.status,
        SourceArn: task.sourceArn,
        DestinationArn: task.destinationArn,
        MaxNumberOfMessagesPerSecond: task.rate,
        ApproximateNumberOfMessagesMoved: task.moved,
        ApproximateNumberOfMessagesToMove: task.toMove,
        FailureReason: task.failureReason,
        StartedTimestamp: task.startedAt,
      }));
    return { Results: results };
  }

  /** Goes on with what an earlier process began. */
  resume(): void {
    for (const task of this.#file.value) if (task.status === 'RUNNING') this.#advance(task);
  }

  reload(): void {
    for (const cancel of this.#appointments.values()) cancel();
    this.#appointments.clear();
    this.#file.reload();
    this.resume();
  }

  #advance(task: MoveTask): void {
    const source = this.#directory.byArn(task.sourceArn);
    if (!source) return;
    let { moved } = task;
    while (true) {
      const wanted = Math.min(task.rate ?? atOnce, task.toMove - moved);
      const count = source.redrive(wanted, (arn) => this.#directory.byArn(task.destinationArn ?? arn ?? ''));
      moved += count;
      if (moved >= task.toMove) return this.#write({ ...task, moved, status: 'COMPLETED' });
      if (count < wanted) return this.#write(this.#stuck(task, source, moved));
      if (task.rate !== undefined) break;
    }
    const next = { ...task, moved };
    this.#write(next);
    this.#appointments.set(
      task.handle,
      this.#clock.at(this.#clock.now() + 1000, () => this.#advance(next)),
    );
  }

  /** Others have received what was left to move, or nobody knows where it came from. */
  #stuck(task: MoveTask, source: Queue, moved: number): MoveTask {
    if (source.counts().visible === 0) return { ...task, moved, status: 'COMPLETED' };
    return { ...task, moved, status: 'FAILED', failureReason: 'CouldNotDetermineMessageSource' };
  }

  #write(task: MoveTask): void {
    const others = this.#file.value.filter(({ handle }) => handle !== task.handle);
    const same = others.filter(({ sourceArn }) => sourceArn === task.sourceArn).slice(0, tasksShown - 1);
    this.#file.write([task, ...same, ...others.filter(({ sourceArn }) => sourceArn !== task.sourceArn)]);
  }

  /** The newest first. */
  #of(sourceArn: string): MoveTask[] {
    return this.#file.value.filter((task) => task.sourceArn === sourceArn);
  }

  #queue(arn: string): Queue {
    const found = this.#directory.byArn(arn);
    if (!found) throw notFound();
    return found;
  }
}

function notFound(): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    "The resource that you specified for the SourceArn parameter doesn't exist.",
    404,
  );
}
