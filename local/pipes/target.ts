import { AwsError } from '../errors.ts';
import { reportedFailures } from '../event-source/item-failures.ts';
import type { PipeContext, PipeEvent } from './ports.ts';
import type { TargetSettings } from './target-settings.ts';

/** An event on its way to the target. */
export interface Outgoing {
  /** What the source or the enrichment gave: parameters refer to it. */
  readonly event: unknown;
  /** What the target gets: the event, or what its template made of it. */
  readonly input: unknown;
}

/** Ids of events that the target didn't take, or their positions; `all`: it took none. */
export type TargetFailures =
  | { readonly kind: 'none' }
  | { readonly kind: 'some'; readonly positions: readonly number[]; readonly reason: string }
  | { readonly kind: 'ids'; readonly ids: readonly string[] | 'all' };

type Target<Kind> = Extract<TargetSettings, { kind: Kind }>;

/** Sends a batch. @param ids of the source's items. @throws AwsError where nothing reached the target */
export async function send(
  target: TargetSettings,
  batch: readonly Outgoing[],
  ids: ReadonlySet<string>,
  context: PipeContext,
): Promise<TargetFailures> {
  switch (target.kind) {
    case 'bus':
      return putEvents(target, batch, context);
    case 'queue':
      return sendMessages(target, batch, context);
    case 'function':
      return invoke(target, batch, ids, context);
  }
}

async function putEvents(
  target: Target<'bus'>,
  batch: readonly Outgoing[],
  { ports, principal, name }: PipeContext,
): Promise<TargetFailures> {
  const entries = batch.map(({ event, input }): PipeEvent => {
    const time = target.time?.(event);
    return {
      EventBusName: target.arn,
      Source: target.source?.(event) ?? `Pipe ${name}`,
      DetailType: target.detailType?.(event) ?? `Event from ${eventSourceOf(event)}`,
      Detail: textOf(input),
      Resources: target.resources.map((resource) => resource(event) ?? ''),
      ...(time !== undefined && { Time: time }),
    };
  });
  const { Entries: answers } = await ports.putEvents(principal, entries);
  const positions = answers.flatMap(({ ErrorCode: code }, position) => (code === undefined ? [] : [position]));
  if (positions.length === 0) return { kind: 'none' };
  const [first] = answers.filter(({ ErrorCode: code }) => code !== undefined);
  return { kind: 'some', positions, reason: `${first?.ErrorCode}: ${first?.ErrorMessage}` };
}

async function sendMessages(
  target: Target<'queue'>,
  batch: readonly Outgoing[],
  { ports, principal }: PipeContext,
): Promise<TargetFailures> {
  const failures: { readonly position: number; readonly error: AwsError }[] = [];
  for (const [position, { event, input }] of batch.entries()) {
    try {
      ports.queues.send({ principal }, target.arn, {
        body: textOf(input),
        messageGroupId: target.groupId?.(event),
        messageDeduplicationId: target.deduplicationId?.(event),
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failures.push({ position, error });
    }
  }
  const [first] = failures;
  if (!first) return { kind: 'none' };
  if (failures.length === batch.length) throw first.error;
  const reason = `${first.error.code}: ${first.error.message}`;
  return { kind: 'some', positions: failures.map(({ position }) => position), reason };
}

async function invoke(
  target: Target<'function'>,
  batch: readonly Outgoing[],
  ids: ReadonlySet<string>,
  { ports, principal }: PipeContext,
): Promise<TargetFailures> {
  const inputs = batch.map(({ input }) => input);
  const { payload, functionError } = await ports.invokeFunction(principal, target.arn, inputs, target.invocationType);
  if (functionError !== undefined) return { kind: 'ids', ids: 'all' };
  return { kind: 'ids', ids: reportedFailures(payload, ids) };
}

function eventSourceOf(event: unknown): string {
  const { eventSource } = (event ?? {}) as { readonly eventSource?: unknown };
  return typeof eventSource === 'string' ? eventSource : 'aws:pipes';
}

function textOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input);
}
