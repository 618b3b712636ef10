/** Environment that each consumer of events has besides its own. */
export const CONSUMER_ENV = ['DEAD_LETTERS_URL', 'MAX_RECEIVES'] as const;

/** Reads environment names that the construct has set, so that a missing one fails at the cold start, by name. */
export function readEnv<Name extends string>(names: readonly Name[]): Record<Name, string> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`Environment variables are missing: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
}
