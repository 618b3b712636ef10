import { PEER_FIGURES, sumOf, type PeerFigures } from '../peer.ts';
import type { Results } from './results.ts';
import { table } from './table.ts';

type PeerFigure = (typeof PEER_FIGURES)[number];

const NAMES: Readonly<Record<PeerFigure, string>> = {
  clientCalls: 'client calls',
  requests: 'requests',
  depth: 'waves',
  rcu: 'RCU',
  wcu: 'WCU',
};

/** The same operations of the backend that Kalpla had first, in three forms. */
export function peerSection(results: Results): string {
  const { operations, measured, peer, sum } = results;
  const parts = sum.names.flatMap((name) => {
    const ours = measured[name];
    const title = operations.find((operation) => operation.name === name)?.title ?? '';
    return ours ? [`### (${name}) ${title}`, comparison(ours, rowsOf(results, name))] : [];
  });
  const sums = peer.map((form) => ({
    name: form.name,
    figures: sumOf(sum.names.flatMap((name) => form.operations[name] ?? [])),
  }));
  return [
    '## Beside the peer',
    `Kalpla's first backend was built with AWS Amplify, one table a model. Its schema was measured once, the same way,
in three forms: as it was written; tuned by an expert; and a floor made by hand that asks nobody who they are. In
parentheses: how many times ours. Of the floor's two course pages this is the cheaper one.`,
    ...parts,
    `### Together: ${sum.names.join(', ')}`,
    comparison(sum.measured, sums),
    `Budget of these operations together: ${sum.budget} requests in ${sum.budget} waves. Measured: ` +
      `${sum.measured.requests} in ${sum.measured.depth}.${missing(results)}`,
    '### Where we are worse',
    worse(results),
  ].join('\n\n');
}

function missing({ operations, peer }: Results): string {
  const built = operations.map(({ name }) => name);
  const names = Object.keys(peer[0]?.operations ?? {}).filter((name) => !built.includes(name));
  return names.length === 0 ? '' : ` The other reference operations are not built yet: ${names.join(', ')}.`;
}

interface PeerRow {
  readonly name: string;
  readonly figures: PeerFigures;
}

function rowsOf({ peer }: Results, operation: string): PeerRow[] {
  return peer.flatMap(({ name, operations }) => {
    const figures = operations[operation];
    return figures ? [{ name, figures }] : [];
  });
}

function comparison(ours: PeerFigures, rows: readonly PeerRow[]): string {
  return table(
    ['', ...PEER_FIGURES.map((figure) => NAMES[figure])],
    [
      ['**ours**', ...PEER_FIGURES.map((figure) => ours[figure])],
      ...rows.map(({ name, figures }) => [
        name,
        ...PEER_FIGURES.map((figure) => `${figures[figure]} (${ratio(figures[figure], ours[figure])})`),
      ]),
    ],
  );
}

function ratio(theirs: number, ours: number): string {
  if (theirs === ours) return '1×';
  return ours === 0 ? 'ours none' : `${Number((theirs / ours).toPrecision(2))}×`;
}

/** One line an operation: what others take less of, and why. */
function worse(results: Results): string {
  const { operations, measured, sum } = results;
  const lines = sum.names.flatMap((name) => {
    const reasons = operations.find((operation) => operation.name === name)?.reasons ?? {};
    const found = PEER_FIGURES.flatMap((figure) => {
      const ours = measured[name]?.[figure] ?? 0;
      const better = rowsOf(results, name).filter(({ figures }) => figures[figure] < ours);
      if (better.length === 0) return [];
      const theirs = better.map((row) => `${row.figures[figure]} by ${row.name}`).join(' and ');
      return [{ text: `${ours} ${NAMES[figure]} (${theirs})`, reason: reasons[figure] }];
    });
    if (found.length === 0) return [];
    const why = new Set(found.flatMap(({ reason }) => reason ?? []));
    return [[`- (${name}) takes ${found.map(({ text }) => text).join(', ')}.`, ...why].join(' ')];
  });
  return lines.length > 0 ? lines.join('\n') : 'Nowhere, in these operations.';
}
