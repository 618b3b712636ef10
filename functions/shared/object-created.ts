import * as z from 'zod/mini';

/** What S3 tells of a new object, as far as we read it. */
export const ObjectCreated = z.object({
  id: z.string(),
  time: z.string(),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      'version-id': z.optional(z.string()),
      /** Bytes. */
      size: z.optional(z.number()),
    }),
  }),
});

export type ObjectCreated = z.infer<typeof ObjectCreated>;
