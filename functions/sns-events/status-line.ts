import * as z from 'zod/mini';

/** What SNS logs of a message that it has given to a carrier, Apple or Google, as far as we read it. */
export const StatusLine = z.object({
  notification: z.object({ messageId: z.string(), timestamp: z.string() }),
  delivery: z.object({ destination: z.string(), providerResponse: z.optional(z.string()) }),
  status: z.enum(['SUCCESS', 'FAILURE']),
});

export type StatusLine = z.infer<typeof StatusLine>;

/** `2016-06-28 00:40:34.558`, UTC, as ISO 8601. */
export function isoTime(timestamp: string): string {
  return new Date(`${timestamp.replace(' ', 'T')}Z`).toISOString();
}
