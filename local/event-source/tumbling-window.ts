import type { OpenWindow } from './checkpoints.ts';

/** What a delivery says of its window. */
export interface DeliveredWindow extends OpenWindow {
  readonly isFinal: boolean;
  readonly isTerminatedEarly: boolean;
}

/** "Your state can be a maximum of 1 MB per shard." */
const stateBytes = 1024 * 1024;

/** The window in which a record was created; windows begin at multiples of their length. @param time in ms */
export function openWindow(time: number, seconds: number): OpenWindow {
  const length = seconds * 1000;
  const start = Math.floor(time / length) * length;
  return { start, end: start + length, state: {} };
}

/** Whether the window must be terminated early. */
export function isStateTooLarge(state: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(state ?? null)) > stateBytes;
}
