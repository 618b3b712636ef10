import * as z from 'zod/mini';
import { NOTIFICATION_TYPES } from '../../model/notification-types.ts';

const TYPES = Object.keys(NOTIFICATION_TYPES) as [keyof typeof NOTIFICATION_TYPES];

/** What a link says. */
export const Link = z.object({
  person: z.uuid(),
  token: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  type: z.optional(z.enum(TYPES)),
  digest: z.optional(z.enum(['DAILY', 'WEEKLY'])),
});

export type Link = z.infer<typeof Link>;
