import { physicalName } from '../iam/physical-name.ts';
import { PropertyReader } from '../property-reader.ts';
import type { DeclaredResource } from '../service.ts';
import { momentIn, prefixOf } from './prefix.ts';
import type { Prefix } from './prefix.ts';

export interface StreamSettings {
  readonly name: string;
  readonly roleArn: string;
  readonly bucketArn: string;
  /** Bytes after which what is buffered is delivered. */
  readonly bufferBytes: number;
  /** Milliseconds after which it is. */
  readonly bufferMs: number;
  readonly prefix: Prefix;
  /** When, as in the name of an object. */
  readonly moment: Prefix;
  readonly compression: Compression;
  readonly fileExtension: string;
  /** Added to each record. */
  readonly delimiter: string;
  /** ARN of the key that the objects are encrypted with; undefined: as the bucket has it. */
  readonly keyArn: string | undefined;
  readonly errorLog: ErrorLog | undefined;
  /** Whether records are encrypted until they are delivered. */
  readonly encrypted: boolean;
  /** The destination as the template has it. */
  readonly source: Readonly<Record<string, unknown>>;
}

export interface ErrorLog {
  readonly group: string;
  readonly stream: string;
}

const compressions = ['UNCOMPRESSED', 'GZIP'] as const;
export type Compression = (typeof compressions)[number];

const defaults = { SizeInMBs: 5, IntervalInSeconds: 300 } as const;

/** @throws DeploymentError for what Firehose refuses, and by name for what isn't run here */
export function streamSettings(declared: DeclaredResource): StreamSettings {
  const reader = new PropertyReader(declared.address, declared.properties, 'Firehose');
  reader.ignore('Tags');
  reader.choice('DeliveryStreamType', ['DirectPut']);
  const name = reader.text('DeliveryStreamName') ?? physicalName(declared, 64);
  if (!/^[\w.-]{1,64}$/.test(name))
    reader.refuse(`DeliveryStreamName ${name} must be 1 to 64 letters, digits or any of _ . -`);
  const encrypted = isEncrypted(reader.object('DeliveryStreamEncryptionConfigurationInput'));
  const destination = reader.object('ExtendedS3DestinationConfiguration');
  if (!destination)
    return reader.refuse('ExtendedS3DestinationConfiguration is missing: no other destination is run here');
  reader.finish();
  const source = declared.properties['ExtendedS3DestinationConfiguration'] as StreamSettings['source'];
  return { name, encrypted, source, ...destinationOf(destination) };
}

function destinationOf(reader: PropertyReader): Omit<StreamSettings, 'name' | 'encrypted' | 'source'> {
  const roleArn = arnIn(reader, 'RoleARN', /^arn:[\w-]+:iam::\d{12}:role\/.+/);
  const bucketArn = arnIn(reader, 'BucketARN', /^arn:[\w-]+:s3:::[\w.-]{1,255}$/);
  const compression = reader.choice('CompressionFormat', compressions) ?? 'UNCOMPRESSED';
  const extension = reader.text('FileExtension');
  if (extension !== undefined && !/^(|\.[0-9a-z!\-_.*'()]{1,127})$/.test(extension)) {
    reader.refuse("FileExtension must begin with a dot, and have small letters, digits and ! - _ . * ' ( ) only");
  }
  const zone = reader.text('CustomTimeZone') ?? 'UTC';
  const [prefix, errorPrefix] = [reader.text('Prefix'), reader.text('ErrorOutputPrefix')];
  reader.choice('S3BackupMode', ['Disabled']);
  for (const name of ['DataFormatConversionConfiguration', 'DynamicPartitioningConfiguration'])
    refuseEnabled(reader, name);
  const settings = {
    roleArn,
    bucketArn,
    ...bufferOf(reader.object('BufferingHints')),
    ...said(reader, () => ({ prefix: prefixOf(prefix, errorPrefix, zone), moment: momentIn(zone) })),
    compression,
    fileExtension: extension ?? (compression === 'GZIP' ? '.gz' : ''),
    delimiter: delimiterOf(reader.object('ProcessingConfiguration')),
    keyArn: keyOf(reader.object('EncryptionConfiguration')),
    errorLog: errorLogOf(reader.object('CloudWatchLoggingOptions')),
  };
  reader.finish();
  return settings;
}

function bufferOf(reader: PropertyReader | undefined): Pick<StreamSettings, 'bufferBytes' | 'bufferMs'> {
  const [size, interval] = [reader?.number('SizeInMBs'), reader?.number('IntervalInSeconds')];
  reader?.finish();
  if ((size === undefined) !== (interval === undefined)) {
    reader?.refuse('where SizeInMBs or IntervalInSeconds is given, the other must be as well');
  }
  const { SizeInMBs: megabytes, IntervalInSeconds: seconds } = {
    ...defaults,
    ...(size === undefined ? {} : { SizeInMBs: size }),
    ...(interval === undefined ? {} : { IntervalInSeconds: interval }),
  };
  if (!isWithin(megabytes, 1, 128)) reader?.refuse('SizeInMBs must be a whole number from 1 to 128');
  if (!isWithin(seconds, 0, 900)) reader?.refuse('IntervalInSeconds must be a whole number from 0 to 900');
  return { bufferBytes: megabytes * 1024 ** 2, bufferMs: seconds * 1000 };
}

/** Of the processors the one that needs no function: a newline after each record, or another text. */
function delimiterOf(reader: PropertyReader | undefined): string {
  const enabled = reader?.flag('Enabled') ?? false;
  const delimiters = (reader?.objects('Processors') ?? []).map((processor) => {
    processor.choice('Type', ['AppendDelimiterToRecord']);
    const [parameter] = processor.objects('Parameters');
    parameter?.choice('ParameterName', ['Delimiter']);
    const text = parameter?.text('ParameterValue') ?? String.raw`\n`;
    for (const read of [parameter, processor]) read?.finish();
    return text.replaceAll(String.raw`\n`, '\n');
  });
  reader?.finish();
  return enabled ? (delimiters[0] ?? '') : '';
}

function keyOf(reader: PropertyReader | undefined): string | undefined {
  reader?.choice('NoEncryptionConfig', ['NoEncryption']);
  const kms = reader?.object('KMSEncryptionConfig');
  const keyArn = kms && arnIn(kms, 'AWSKMSKeyARN', /^arn:[\w-]+:kms:/);
  for (const read of [kms, reader]) read?.finish();
  return keyArn;
}

function errorLogOf(reader: PropertyReader | undefined): ErrorLog | undefined {
  const enabled = reader?.flag('Enabled') ?? false;
  const [group, stream] = [reader?.text('LogGroupName'), reader?.text('LogStreamName')];
  reader?.finish();
  if (!enabled) return undefined;
  if (group && stream) return { group, stream };
  reader?.refuse('LogGroupName and LogStreamName must be given where logging is enabled');
  return undefined;
}

function isEncrypted(reader: PropertyReader | undefined): boolean {
  const type = reader?.choice('KeyType', ['AWS_OWNED_CMK', 'CUSTOMER_MANAGED_CMK']);
  const keyArn = reader?.text('KeyARN');
  reader?.finish();
  if (reader && type === undefined) reader.refuse('KeyType is missing');
  if ((type === 'CUSTOMER_MANAGED_CMK') !== (keyArn !== undefined)) {
    reader?.refuse('KeyARN must be given for a KeyType of CUSTOMER_MANAGED_CMK, and for no other');
  }
  return type !== undefined;
}

/** Where it isn't enabled it has no effect, whatever else it says. */
function refuseEnabled(reader: PropertyReader, name: string): void {
  const enabled = reader.object(name)?.flag('Enabled');
  if (enabled ?? false) reader.refuse(`${name} isn't run by the local Firehose`);
}

function arnIn(reader: PropertyReader, name: string, form: RegExp): string {
  const value = reader.text(name);
  if (value !== undefined && form.test(value)) return value;
  return reader.refuse(`${name} ${value === undefined ? 'is missing' : `${value} is no such ARN`}`);
}

function said<T>(reader: PropertyReader, read: () => T): T {
  try {
    return read();
  } catch (error) {
    return reader.refuse(error instanceof Error ? error.message : String(error));
  }
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
