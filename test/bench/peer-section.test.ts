import { describe, expect, it } from 'vitest';
import { referenceSum } from '../../bench/budgets.ts';
import type { Figures } from '../../bench/measure.ts';
import { readPeer, sumOf, type PeerFigures } from '../../bench/peer.ts';
import { peerSection } from '../../bench/report/peer-section.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** The section for a dashboard that costs this. */
function sectionOf(figures: Pick<Figures, 'requests' | 'rcu' | 'wcu'>): string {
  const rest = { clientCalls: 1, depth: 1, rcuAfter: 0, wcuAfter: 0, functions: 0, requestBytes: 1, responseBytes: 1 };
  const reasons = { rcu: 'Rows are long.' };
  const operations = [{ name: 'b', title: 'Dashboard', budget: 1, reasons, run: () => Promise.resolve() }];
  const measured = { b: { ...rest, ...figures } };
  const sum = referenceSum(operations, measured, () => true);
  const sizes = { resolvers: { count: 0, median: 0, largest: { file: '', bytes: 0, characters: 0 } }, functions: {} };
  return peerSection({ operations, measured, peer: readPeer(), sum, growth: [], sizes });
}

describe('the peer', () => {
  it('adds up to what the design quotes of it', () => {
    const sums = readPeer().map(({ operations }) => sumOf(NAMES.map((name) => operations[name] as PeerFigures)));
    expect(sums).toEqual([
      { clientCalls: 20, requests: 118, depth: 28, rcu: 236.5, wcu: 30 },
      { clientCalls: 15, requests: 27, depth: 20, rcu: 16.5, wcu: 24 },
      { clientCalls: 8, requests: 10, depth: 10, rcu: 10, wcu: 9 },
    ]);
  });

  it('stands beside ours with its ratio to it', () => {
    const section = sectionOf({ requests: 1, rcu: 2, wcu: 0 });
    expect(section).toContain('| Amplify as written | 1 (1×) | 11 (11×) | 2 (2×) | 5.5 (2.8×) | 0 (1×) |');
    expect(sectionOf({ requests: 1, rcu: 0, wcu: 0 })).toContain('5.5 (ours none)');
  });

  it('is said to be better where it is, and why', () => {
    expect(sectionOf({ requests: 1, rcu: 2, wcu: 0 })).toContain(
      '- (b) takes 2 RCU (0.5 by Amplify tuned by an expert and 0.5 by floor without authorization). Rows are long.',
    );
    expect(sectionOf({ requests: 1, rcu: 0.5, wcu: 0 })).toContain('Nowhere, in these operations.');
  });

  it('has operations that are not built here yet, which are named', () => {
    expect(sectionOf({ requests: 1, rcu: 2, wcu: 0 })).toContain('not built yet: a, c, d, e, f, g, h.');
  });
});
