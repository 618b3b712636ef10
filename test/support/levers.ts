import { expect } from 'vitest';

interface Running {
  readonly url: string;
}

/** Waits until nothing is under way and nothing is due. */
export async function idle({ url }: Running): Promise<void> {
  const response = await fetch(`${url}/_local/idle`, { method: 'POST', body: '{"timeoutMs":25000}' });
  expect(await response.json()).toEqual({ idle: true });
}

/** Moves the clock to a moment, or on by an ISO 8601 duration, between what is under way now and what is due then. */
export async function moveClock(
  { url }: Running,
  to: { readonly now: string } | { readonly advance: string },
): Promise<void> {
  await idle({ url });
  const response = await fetch(`${url}/_local/clock`, { method: 'PUT', body: JSON.stringify(to) });
  expect(response.status).toBe(200);
  await idle({ url });
}

/** Plans a fault, as often as it is to strike. */
export async function plan({ url }: Running, fault: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`${url}/_local/faults`, { method: 'POST', body: JSON.stringify(fault) });
  expect(response.status).toBe(200);
}
