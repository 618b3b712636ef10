import type { Service } from './service.ts';

/**
 * Waits until no service has anything under way. What one ends may be what another begins, so they are asked until
 * all answer at once: a service with nothing under way answers `idle` without waiting for a timer or for I/O.
 * @param keepAppointments begins what is due, where a timer is late
 * @returns names of the services that were still busy when the time was up; none: all are idle
 */
export async function busyServices(
  services: readonly Service[],
  timeoutMs: number,
  keepAppointments: () => void,
): Promise<string[]> {
  const busy = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, true);
  });
  try {
    while (true) {
      keepAppointments();
      const settled = Promise.all(services.map((service) => untilIdle(service, busy)));
      await atOnce(busy);
      if (busy.size === 0) return [];
      if (await Promise.race([settled.then(() => false), timeUp])) return [...busy];
    }
  } finally {
    clearTimeout(timer);
  }
}

async function untilIdle(service: Service, busy: Set<string>): Promise<void> {
  busy.add(service.name);
  await service.idle?.();
  busy.delete(service.name);
}

/** Promises that one answer without timer and I/O may be made of: many more than any is. */
const promiseTurns = 100;

/** Runs what is ready now, and nothing that is ready only in a later turn of the event loop. */
async function atOnce(busy: ReadonlySet<string>): Promise<void> {
  for (let turn = 0; turn < promiseTurns && busy.size > 0; turn += 1) await Promise.resolve();
}
