import { z } from 'zod';

const record = z.looseObject({
  Data: z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .optional(),
});

/** Types of the members of Firehose's requests. */
export const members = z.looseObject({
  DeliveryStreamName: z.string().optional(),
  Record: record.optional(),
  Records: z.array(record).optional(),
});

export type Members = z.infer<typeof members>;
