import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from './service.ts';

/**
 * Waits until no service has anything under way. What one ends may be what another begins, so they are asked until
 * all answer at once.
 * @returns names of the services that were still busy when the time was up; none: all are idle
 */
export async function busyServices(services: readonly Service[], timeoutMs: number): Promise<string[]> {
  const busy = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, true);
  });
  try {
    while (true) {
      const settled = Promise.all(services.map((service) => untilIdle(service, busy)));
      await Promise.race([settled, delay(atOnceMs)]);
      if (busy.size === 0) return [];
      if (await Promise.race([settled.then(() => false), timeUp])) return [...busy];
    }
  } finally {
    clearTimeout(timer);
  }
}

/** A service with nothing under way answers within this time. */
const atOnceMs = 20;

async function untilIdle(service: Service, busy: Set<string>): Promise<void> {
  busy.add(service.name);
  await service.idle?.();
  busy.delete(service.name);
}
