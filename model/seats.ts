import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/**
 * Seats of a course with a capacity are counted in blocks, so that callers who enroll at once write different items:
 * overlapping transactions on one item would cancel each other. Block n of B holds capacity/B seats, the first
 * capacity mod B blocks one more; where the capacity of a published course has changed, each block's item says how many
 * it holds. A block without an item has no seat taken.
 */

/** More blocks mean fewer collisions, and more to read before a seat is taken. */
const MAX_BLOCKS = 50;

/** Seats taken in one block. */
export type SeatBlockItem = Key & {
  readonly entity: 'SeatBlock';
  readonly v: 1;
  readonly block: number;
  readonly taken: number;
  /** Seats that it holds; absent until the capacity of the published course changes. */
  readonly seats?: number;
  readonly cause: Cause;
};

/** What a choice among blocks needs to know of one. */
export type SeatBlock = Pick<SeatBlockItem, 'block' | 'taken' | 'seats'>;

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
      const item = read.find((each) => each.block === block);
      return (item?.taken ?? 0) < (item?.seats ?? seatsIn(block, capacity, blocks));
    });
}

/**
 * Must hold of a block that a seat is taken in, with `:seats` as `seatsIn` says: what the block itself says goes first, so
 * that who has read the capacity of before can't take a seat that is no more.
 */
export const HAS_FREE_SEAT = {
  expression:
    '(attribute_exists(#seats) AND #taken < #seats) OR ' +
    '(attribute_not_exists(#seats) AND (attribute_not_exists(#taken) OR #taken < :seats))',
  names: { '#taken': 'taken', '#seats': 'seats' },
} as const;

/** Seats taken in all blocks. */
export function seatsTaken(read: readonly SeatBlock[]): number {
  return read.reduce((sum, { taken }) => sum + taken, 0);
}

/** Number of blocks once the capacity is another one: blocks become more, never fewer, so that no seat is left out. */
export function blocksAfter(capacity: number, blocks: number): number {
  return Math.max(blocks, seatBlocksOf(capacity));
}

/**
 * How many seats each block shall hold once the capacity is another one: those that are taken in it, and its share of the
 * free ones.
 * @param capacity at least the seats that are taken
 */
export function sharedSeats(capacity: number, blocks: number, read: readonly SeatBlock[]): number[] {
  const free = capacity - seatsTaken(read);
  return BLOCKS.slice(0, blocks)
    .split('')
    .map((_, block) => (read.find((item) => item.block === block)?.taken ?? 0) + seatsIn(block, free, blocks));
}
