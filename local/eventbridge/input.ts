import { z } from 'zod';

const text = z.string().optional();

const entry = z.looseObject({
  Source: text,
  DetailType: text,
  Detail: text,
  Resources: z.array(z.string()).optional(),
  EventBusName: text,
  Time: z.union([z.number(), z.string()]).optional(),
  TraceHeader: text,
});

/** Types of the members of EventBridge's requests; no name has two. */
export const members = z.looseObject({
  Entries: z.array(entry).optional(),
  Event: text,
  EventBusName: text,
  EventPattern: text,
  Name: text,
  NamePrefix: text,
  Rule: text,
});
