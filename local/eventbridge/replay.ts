/** A replay as it stands. Times are milliseconds since the epoch. */
export interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly archiveArn: string;
  readonly busArn: string;
  /** ARNs of the rules that hear of it; undefined: all of the bus. */
  readonly ruleArns: readonly string[] | undefined;
  readonly from: number;
  readonly to: number;
  readonly state: ReplayState;
  readonly stateReason: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The last event that it has put on the bus: there it goes on. */
  readonly last?: { readonly id: number; readonly time: number };
}

export type ReplayState = 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

/** Whether it still has something to do. */
export function isActive({ state }: Replay): boolean {
  return state === 'STARTING' || state === 'RUNNING' || state === 'CANCELLING';
}

/** As ListReplays shows it. */
export function listedReplay(replay: Replay): Record<string, unknown> {
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archiveArn,
    State: replay.state,
    StateReason: replay.stateReason,
    EventStartTime: replay.from / 1000,
    EventEndTime: replay.to / 1000,
    EventLastReplayedTime: replay.last && replay.last.time / 1000,
    ReplayStartTime: replay.startedAt / 1000,
    ReplayEndTime: replay.endedAt === undefined ? undefined : replay.endedAt / 1000,
  };
}

/** As DescribeReplay shows it. */
export function describedReplay(replay: Replay): Record<string, unknown> {
  return {
    ...listedReplay(replay),
    ReplayArn: replay.arn,
    Description: replay.description,
    Destination: { Arn: replay.busArn, ...(replay.ruleArns ? { FilterArns: replay.ruleArns } : {}) },
  };
}
