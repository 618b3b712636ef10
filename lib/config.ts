import { z } from 'zod';
import { NOTIFICATION_DAYS } from '../model/notification.ts';

/** What differs between stages. Everything else is the same everywhere. */
const StageConfig = z.strictObject({
  stage: z.string().regex(/^[a-z]+$/),
  region: z.string(),
  /** Whether a deleted stack leaves its data behind, and its table and pool refuse to be deleted. */
  keepsData: z.boolean(),
  /** Cost fuse: the table answers no more than this, in units a second. */
  maxReadUnits: z.int().positive(),
  maxWriteUnits: z.int().positive(),
  /** Lock of the audit trail: a COMPLIANCE one can't be ended by anybody, root included; a GOVERNANCE one by who may bypass it. */
  auditLockMode: z.literal(['GOVERNANCE', 'COMPLIANCE']),
  auditLockDays: z.int().min(1).max(36_500),
  /** How long the trail's lines are gathered before they are an object. */
  auditBufferSeconds: z.int().min(0).max(900),
  /** How long events can be replayed: not as long as by it somebody could be told of them anew. See docs/decisions/017. */
  eventArchiveDays: z
    .int()
    .min(1)
    .max(NOTIFICATION_DAYS - 30),
  logRetentionDays: z.literal([7, 30, 90]),
  /** When the public API key ends. A date, not a duration: the template must not change by the day. A year at most. */
  apiKeyExpires: z.iso.date(),
  /** Sender of all mails. SES must be let to send for its domain: CDK's outputs name the DNS records. */
  mailFrom: z.email(),
  /** Where the web app is, which mails lead to. Without a slash at its end. */
  appUrl: z.url(),
  /**
   * Platform applications of SNS for push notifications, by the platform that devices register with: CloudFormation has no
   * such resource, and their credentials are Apple's and Google's, so an operator makes them. Without one, nobody can
   * register a device of the platform.
   */
  pushApplications: z.strictObject({
    APNS: z.optional(z.templateLiteral([z.literal(['APNS', 'APNS_SANDBOX']), '/', z.string()])),
    FCM: z.optional(z.templateLiteral(['GCM/', z.string()])),
  }),
  /** Whether an Admin approves a course before its mentor may publish it. */
  requiresApproval: z.boolean(),
  /** Whether clients may ask the API for its schema. */
  introspection: z.boolean(),
  /** Levels of fields in one query. */
  queryDepthLimit: z.int().min(1).max(75),
  /** Resolvers that one request may run. */
  resolverCountLimit: z.int().min(1).max(10_000),
});

export type StageConfig = z.infer<typeof StageConfig>;

const STAGES: Readonly<Record<string, StageConfig>> = {
  dev: {
    stage: 'dev',
    region: 'us-east-1',
    keepsData: false,
    maxReadUnits: 4_000,
    maxWriteUnits: 2_000,
    auditLockMode: 'GOVERNANCE',
    auditLockDays: 1,
    auditBufferSeconds: 60,
    eventArchiveDays: 30,
    logRetentionDays: 7,
    apiKeyExpires: '2027-11-01',
    mailFrom: 'hello@kalpla.test',
    appUrl: 'http://localhost:5173',
    pushApplications: { APNS: 'APNS_SANDBOX/kalpla-dev', FCM: 'GCM/kalpla-dev' },
    requiresApproval: false,
    introspection: true,
    queryDepthLimit: 15,
    resolverCountLimit: 50,
  },
};

/** The configuration of a stage. Throws with the stages that exist when there is none of that name. */
export function stageConfig(stage: string): StageConfig {
  const config = STAGES[stage];
  if (!config) throw new Error(`There is no stage "${stage}". Choose one of: ${Object.keys(STAGES).join(', ')}.`);
  return StageConfig.parse(config);
}
