import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blocksAfter,
  openBlocks,
  seatBlocksOf,
  seatsIn,
  seatsTaken,
  sharedSeats,
  type SeatBlock,
} from '../../model/seats.ts';

const capacity = fc.integer({ min: 1, max: 100_000 });

describe('seat blocks', () => {
  it('hold as many seats together as the course has', () => {
    fc.assert(
      fc.property(capacity, (seats) => {
        const blocks = seatBlocksOf(seats);
        const sum = Array.from({ length: blocks }, (_, block) => seatsIn(block, seats, blocks)).reduce((a, b) => a + b);
        expect(sum).toBe(seats);
      }),
    );
  });

  it('are open exactly while a seat in them is free', () => {
    fc.assert(
      fc.property(capacity, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (seats, share) => {
        const blocks = seatBlocksOf(seats);
        const read = Array.from({ length: blocks }, (_, block) => ({
          block,
          taken: Math.round(seatsIn(block, seats, blocks) * (share.next().value ?? 0)),
        }));
        const open = openBlocks(seats, blocks, read);
        const free = read.filter(({ block, taken }) => taken < seatsIn(block, seats, blocks));
        expect(open).toEqual(free.map(({ block }) => block));
      }),
    );
  });

  it('are all open while none has an item', () => {
    expect(openBlocks(3, seatBlocksOf(3), [])).toEqual([0, 1, 2]);
  });

  it('hold the new capacity, and no less than is taken, however often it changes', () => {
    const change = fc.record({
      more: fc.integer({ min: 0, max: 300 }),
      taken: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.array(change, { maxLength: 6 }), (first, changes) => {
        let blocks = seatBlocksOf(first);
        let read: SeatBlock[] = Array.from({ length: blocks }, (_, block) => ({
          block,
          taken: 0,
          seats: seatsIn(block, first, blocks),
        }));
        for (const { more, taken } of changes) {
          read = read.map((item) => ({ ...item, taken: Math.round((item.seats ?? 0) * taken) }));
          const capacity = Math.max(1, seatsTaken(read) + more);
          blocks = blocksAfter(capacity, blocks);
          const seats = sharedSeats(capacity, blocks, read);
          expect(seats).toHaveLength(blocks);
          expect(seats.reduce((a, b) => a + b)).toBe(capacity);
          for (const { block, taken: held } of read) expect(seats[block]).toBeGreaterThanOrEqual(held);
          read = seats.map((each, block) => ({ block, taken: read[block]?.taken ?? 0, seats: each }));
        }
      }),
    );
  });

  it('are open by what they say themselves, where they do', () => {
    expect(
      openBlocks(100, 2, [
        { block: 0, taken: 3, seats: 3 },
        { block: 1, taken: 3, seats: 4 },
      ]),
    ).toEqual([1]);
  });
});
