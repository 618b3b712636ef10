import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBlocks, seatBlocksOf, seatsIn } from '../../model/seats.ts';

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
});
