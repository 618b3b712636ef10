import { physicalName } from '../iam/physical-name.ts';
import { PropertyReader } from '../property-reader.ts';
import type { DeclaredResource } from '../service.ts';
import { compiledPattern } from './rule.ts';
import type { Rule } from './rule.ts';
import { targetInput } from './target-input.ts';

/** Keeps events of a bus, so that they can be replayed. */
export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly description: string | undefined;
  /** JSON. Without one it keeps all. */
  readonly patternSource: string | undefined;
  /** 0: for ever. */
  readonly retentionDays: number;
  /** Brings the events here. EventBridge makes it, and nobody else changes it. */
  readonly rule: Rule;
}

const MANAGED_BY = 'prod.vhs.events.aws.internal';
/** Replayed events carry a name. */
const NOT_REPLAYED = { 'replay-name': [{ exists: false }] };

/**
 * Reads an `AWS::Events::Archive`.
 * @param arnPrefix `arn:aws:events:REGION:ACCOUNT:`
 * @throws DeploymentError for what AWS refuses or what isn't run here
 */
export function archiveOf(declared: DeclaredResource, arnPrefix: string): Archive {
  const { address, properties } = declared;
  const reader = new PropertyReader(address, properties, 'EventBridge');
  const name = reader.text('ArchiveName') ?? physicalName(declared, 48);
  if (!/^[\w.-]{1,48}$/.test(name))
    reader.refuse(`ArchiveName ${name} must be 1 to 48 letters, digits, or any of . - _`);
  const busArn = reader.text('SourceArn') ?? reader.refuse('SourceArn is required');
  if (!busArn.startsWith(`${arnPrefix}event-bus/`))
    reader.refuse(`SourceArn ${busArn} must be an event bus of the account`);
  const description = reader.text('Description');
  if ((description?.length ?? 0) > 512) reader.refuse('Description must have at most 512 characters');
  const retentionDays = reader.number('RetentionDays') ?? 0;
  if (!Number.isInteger(retentionDays) || retentionDays < 0)
    reader.refuse('RetentionDays must be 0 or a positive whole number');
  reader.ignore('EventPattern', 'KmsKeyIdentifier');
  reader.finish();
  const pattern = properties['EventPattern'];
  const archive = {
    name,
    arn: `${arnPrefix}archive/${name}`,
    busArn,
    description,
    patternSource: pattern === undefined ? undefined : compiledPattern(pattern, address).patternSource,
    retentionDays,
  };
  return { ...archive, rule: managedRule(archive, arnPrefix, address) };
}

function managedRule(archive: Omit<Archive, 'rule'>, arnPrefix: string, address: string): Rule {
  const name = `Events-Archive-${archive.name}`;
  const bus = archive.busArn.slice(archive.busArn.lastIndexOf('/') + 1);
  const [, , , region = ''] = arnPrefix.split(':');
  const given = JSON.parse(archive.patternSource ?? '{}') as Readonly<Record<string, unknown>>;
  const source = {
    Id: name,
    Arn: `arn:aws:events:${region}:::`,
    InputTransformer: {
      InputPathsMap: {},
      InputTemplate: `{"archive-arn":"${archive.arn}","event":<aws.events.event.json>,"ingestion-time":<aws.events.event.ingestion-time>}`,
    },
  };
  return {
    name,
    arn: `${arnPrefix}rule/${bus === 'default' ? '' : `${bus}/`}${name}`,
    bus,
    enabled: true,
    description: undefined,
    managedBy: MANAGED_BY,
    ...compiledPattern({ ...given, ...NOT_REPLAYED }, address),
    schedule: undefined,
    targets: [
      {
        id: name,
        arn: source.Arn,
        kind: 'archive',
        input: targetInput({}, address),
        source,
        roleArn: undefined,
        messageGroupId: undefined,
        maximumRetryAttempts: 185,
        maximumEventAgeSeconds: 86_400,
        deadLetterQueueArn: undefined,
      },
    ],
  };
}
