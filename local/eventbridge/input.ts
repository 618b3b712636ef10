import { z } from 'zod';

const text = z.string().optional();

const time = z.union([z.number(), z.string()]).optional();

const entry = z.looseObject({
  Source: text,
  DetailType: text,
  Detail: text,
  Resources: z.array(z.string()).optional(),
  EventBusName: text,
  Time: time,
  TraceHeader: text,
});

/** Types of the members of EventBridge's requests; no name has two. */
export const members = z.looseObject({
  ArchiveName: text,
  Description: text,
  Destination: z.looseObject({ Arn: text, FilterArns: z.array(z.string()).optional() }).optional(),
  Entries: z.array(entry).optional(),
  Event: text,
  EventBusName: text,
  EventEndTime: time,
  EventPattern: text,
  EventSourceArn: text,
  EventStartTime: time,
  Limit: z.number().optional(),
  Name: text,
  NamePrefix: text,
  NextToken: text,
  ReplayName: text,
  Rule: text,
  State: text,
});
