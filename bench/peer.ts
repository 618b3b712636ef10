import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Figure } from './measure.ts';

/** The figures that were measured of the peer, too. */
export const PEER_FIGURES = ['clientCalls', 'requests', 'depth', 'rcu', 'wcu'] as const satisfies readonly Figure[];

export type PeerFigures = Readonly<Record<(typeof PEER_FIGURES)[number], number>>;

const Operations = z.record(
  z.string(),
  z.object({
    operation: z.string(),
    clientCalls: z.number(),
    requests: z.number(),
    depth: z.number(),
    rcu: z.number(),
    wcu: z.number(),
  }),
);
const Peer = z.strictObject({
  measured: z.string(),
  how: z.string(),
  amplifyAsWritten: Operations,
  amplifyTunedByAnExpert: Operations,
  handMadeFloorWithoutAuthorization: Operations,
});

/** One way of building the same, measured once. */
export interface PeerForm {
  readonly name: string;
  /** By reference operation. */
  readonly operations: Readonly<Record<string, PeerFigures>>;
}

/** Kalpla's first backend, in three forms: from the one that exists to one that nobody would ship. */
export function readPeer(): readonly PeerForm[] {
  const path = new URL('peer-amplify.json', import.meta.url);
  const peer = Peer.parse(JSON.parse(readFileSync(path, 'utf8')));
  const floor = peer.handMadeFloorWithoutAuthorization;
  return [
    { name: 'Amplify as written', operations: peer.amplifyAsWritten },
    { name: 'Amplify tuned by an expert', operations: peer.amplifyTunedByAnExpert },
    {
      name: 'floor without authorization',
      // `a*` is the cheaper of its two course pages.
      operations: { ...floor, ...(floor['a*'] ? { a: floor['a*'] } : {}) },
    },
  ];
}

export function sumOf(figures: readonly PeerFigures[]): PeerFigures {
  const sum = { clientCalls: 0, requests: 0, depth: 0, rcu: 0, wcu: 0 };
  for (const each of figures) {
    for (const figure of PEER_FIGURES) sum[figure] += each[figure];
  }
  return sum;
}
