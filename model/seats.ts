import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/**
 * Seats of a course with a capacity are counted in blocks, so that callers who enroll at once write different items:
 * overlapping transactions on one item would cancel each other. Block n of B holds capacity/B seats, the first
 * capacity mod B blocks one more. A block without an item has no seat taken.
 */

/** More blocks mean fewer collisions, and more to read before a seat is taken. */
const MAX_BLOCKS = 50;

/** Seats taken in one block. */
export type SeatBlockItem = Key & {
  readonly entity: 'SeatBlock';
  readonly v: 1;
  readonly block: number;
  readonly taken: number;
  readonly cause: Cause;
};

/** What a choice among blocks needs to know of one. */
export type SeatBlock = Pick<SeatBlockItem, 'block' | 'taken'>;

export function seatBlocksOf(capacity: number): number {
  return Math.min(capacity, MAX_BLOCKS);
}

/** Seats that a block holds in all. */
export function seatsIn(block: number, capacity: number, blocks: number): number {
  return Math.floor(capacity / blocks) + (block < capacity % blocks ? 1 : 0);
}

// APPSYNC_JS has no counting loop: a string as long as there can be blocks stands in for one.
const BLOCKS = '..................................................';

/** Numbers of the blocks that have a free seat, by what was read of them. */
export function openBlocks(capacity: number, blocks: number, read: readonly SeatBlock[]): number[] {
  return BLOCKS.slice(0, blocks)
    .split('')
    .map((_, block) => block)
    .filter((block) => {
      const taken = read.find((item) => item.block === block)?.taken ?? 0;
      return taken < seatsIn(block, capacity, blocks);
    });
}
