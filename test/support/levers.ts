import { expect } from 'vitest';

/** Waits until nothing is under way and nothing is due. */
export async function idle({ url }: { readonly url: string }): Promise<void> {
  const response = await fetch(`${url}/_local/idle`, { method: 'POST', body: '{"timeoutMs":25000}' });
  expect(await response.json()).toEqual({ idle: true });
}
