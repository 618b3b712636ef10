import { describe, expect, it } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { newBucket } from './bucket.ts';

const fn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe('a bucket', () => {
  it('gets a name of its own, the same at every start', async () => {
    const names = [];
    for (let start = 0; start < 2; start += 1) {
      names.push((await newBucket({ properties: { BucketName: undefined } })).Bucket);
    }
    expect(names[0]).toMatch(/^stack-bucket-[0-9a-f]{12}$/);
    expect(names[1]).toBe(names[0]);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'an unknown property',
      { AccelerateConfiguration: {} },
      /^Stack\/Bucket: AccelerateConfiguration isn't run by the local S3$/,
    ],
    ['a website', { WebsiteConfiguration: {} }, /WebsiteConfiguration isn't run/],
    [
      'an object lock without versions',
      { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
      /Versioning must be 'Enabled' on the bucket/,
    ],
    ['replication', { ReplicationConfiguration: {} }, /ReplicationConfiguration isn't run/],
    ['an ACL', { AccessControl: 'PublicRead' }, /AccessControl isn't run/],
    [
      'another ownership',
      { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
      /ObjectOwnership ObjectWriter isn't run/,
    ],
    ['a name in capitals', { BucketName: 'Bucket' }, /bucket name Bucket is not valid/],
    ['a topic', { NotificationConfiguration: { TopicConfigurations: [{}] } }, /TopicConfigurations isn't run/],
    [
      'an unknown event',
      { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:Replication:*', Function: fn }] } },
      /event s3:Replication:\* isn't run/,
    ],
    [
      'events that overlap',
      {
        NotificationConfiguration: {
          LambdaConfigurations: [
            { Event: 's3:ObjectCreated:*', Function: fn },
            { Event: 's3:ObjectCreated:Put', Function: fn },
          ],
        },
      },
      /Configurations overlap/,
    ],
    [
      'a transition to an archive',
      {
        LifecycleConfiguration: {
          Rules: [{ Status: 'Enabled', Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 1 }] }],
        },
      },
      /StorageClass GLACIER isn't run/,
    ],
    [
      'a lifecycle by tags',
      { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', TagFilters: [] }] } },
      /TagFilters isn't run/,
    ],
    [
      'an unknown method',
      { CorsConfiguration: { CorsRules: [{ AllowedMethods: ['PATCH'], AllowedOrigins: ['*'] }] } },
      /Unsupported method is PATCH/,
    ],
  ])('with %s ends the start', async (_, properties, message) => {
    await expect(newBucket({ properties })).rejects.toThrow(DeploymentError);
    await expect(newBucket({ properties })).rejects.toThrow(message);
  });

  it('is not opened to everybody while public policies are blocked', async () => {
    const policy = (arn: string) => [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${arn}/*` }];
    await expect(newBucket({ policy })).rejects.toThrow(/public policies are blocked by the BlockPublicPolicy setting/);
    const fixed = { Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } } };
    await newBucket({ policy: (arn) => policy(arn).map((statement) => ({ ...statement, ...fixed })) });
  });

  it('has no policy for another', async () => {
    const policy = () => [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::other/*' }];
    await expect(newBucket({ policy })).rejects.toThrow(/Policy has invalid resource arn:aws:s3:::other/);
  });
});
