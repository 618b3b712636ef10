import { table } from '../report/table.ts';
import type { HotKey } from './heat.ts';

/** No key may take more of a partition than this. */
const MOST = 0.5;
/** Keys that are shown of a scenario. */
const SHOWN = 8;

/** A scenario in its worst seed. */
export interface ScenarioHeat {
  readonly name: string;
  readonly assumes: string;
  readonly seed: number;
  readonly shards: number;
  /** Of the whole table in its busiest second. */
  readonly rcu: number;
  readonly wcu: number;
  /** The hottest first. */
  readonly keys: readonly HotKey[];
}

export function heatReport(heats: readonly ScenarioHeat[]): string {
  return heats.map(scenario).join('\n\n');
}

/** What is too hot, as faults. */
export function faults({ keys }: Pick<ScenarioHeat, 'keys'>): string[] {
  return keys
    .filter(({ share }) => share > MOST)
    .map(({ key, share }) => `${key} takes ${percent(share)} of a partition, the limit is ${percent(MOST)}`);
}

function scenario(heat: ScenarioHeat): string {
  const { name, assumes, seed, shards, rcu, wcu, keys } = heat;
  const rows = keys
    .slice(0, SHOWN)
    .map(({ key, rcu: reads, wcu: writes, share }) => [
      `\`${key}\``,
      Math.round(reads),
      Math.round(writes),
      percent(share),
    ]);
  return [
    `### ${name[0]?.toUpperCase()}${name.slice(1)}`,
    assumes,
    `Worst of three seeds: ${seed}. The whole table in its busiest second: ${Math.round(rcu).toLocaleString('en-US')} RCU, ` +
      `${Math.round(wcu).toLocaleString('en-US')} WCU; ${shards} shards.`,
    table(['key', 'RCU/s', 'WCU/s', 'of a partition'], rows),
  ].join('\n\n');
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
