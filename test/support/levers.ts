import { expect } from 'vitest';

interface Reachable {
  readonly url: string;
}

/** Pulls a lever of the local cloud. @returns what it answers */
export async function lever(
  { url }: Reachable,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${url}/_local/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  expect(response.status).toBe(200);
  return response.json();
}

/** Waits until nothing is under way and nothing is due. */
export async function idle(backend: Reachable): Promise<void> {
  expect(await lever(backend, 'POST', 'idle', { timeoutMs: 50_000 })).toEqual({ idle: true });
}

/** Ends all planned faults. @returns how often each has struck */
export async function endFaults(backend: Reachable): Promise<number[]> {
  const faults = (await lever(backend, 'DELETE', 'faults')) as { readonly struck: number }[];
  return faults.map(({ struck }) => struck);
}

/** Moves the clock to a moment, or on by an ISO 8601 duration, between what is under way now and what is due then. */
export async function moveClock(
  backend: Reachable,
  to: { readonly now: string } | { readonly advance: string },
): Promise<void> {
  await idle(backend);
  await lever(backend, 'PUT', 'clock', to);
  await idle(backend);
}
