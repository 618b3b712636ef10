import * as z from 'zod/mini';

/** What SES tells of a mail, as far as we read it. */
export const MailEvent = z.object({
  id: z.string(),
  time: z.string(),
  detail: z.object({
    eventType: z.string(),
    mail: z.object({
      messageId: z.string(),
      destination: z.array(z.string()),
      tags: z.record(z.string(), z.array(z.string())),
    }),
    bounce: z.optional(z.object({ bounceType: z.string() })),
    complaint: z.optional(z.object({ complaintSubType: z.optional(z.nullable(z.string())) })),
  }),
});

export type MailEvent = z.infer<typeof MailEvent>;
