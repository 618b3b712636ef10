import { describe, expect, it } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import { Kms } from '../../../local/kms/kms.ts';
import { declared, policyDocument, roleWith } from '../iam/account.ts';
import type { StatementSource } from '../iam/account.ts';
import { newCloud } from '../support/cloud.ts';

const ROOT = 'arn:aws:iam::000000000000:root';

const keyStatement = (principal: unknown, more: StatementSource = {}): StatementSource => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'kms:*',
  Resource: '*',
  ...more,
});
const own = (effect: string): StatementSource => ({ Effect: effect, Action: 'kms:Decrypt', Resource: '*' });

function use(keyPolicy: StatementSource[], ownPolicy: StatementSource[], service = 'dynamodb') {
  const cloud = newCloud();
  const iam = new Iam(cloud);
  const kms = new Kms(cloud, iam);
  const { attributes } = kms.resourceTypes['AWS::KMS::Key'](
    declared('AWS::KMS::Key', 'Key', { KeyPolicy: policyDocument(...keyPolicy) }),
  );
  const role = roleWith(iam, ...ownPolicy);
  return () => {
    kms.authorizeUse(role, attributes?.['Arn'] ?? '', service);
  };
}

const DELEGATES = keyStatement({ AWS: ROOT });
const VIA_DYNAMODB = keyStatement(
  { AWS: '*' },
  {
    Condition: {
      StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com', 'kms:CallerAccount': '000000000000' },
    },
  },
);

describe('a key may be used', () => {
  it.each<[string, StatementSource[], StatementSource[]]>([
    ['where the key leaves it to IAM and the role has the permission', [DELEGATES], [own('Allow')]],
    ['where the key allows it through the service', [VIA_DYNAMODB], []],
    [
      'where the key names the role',
      [keyStatement({ AWS: 'arn:aws:iam::000000000000:role/Stack-Role-*' }), DELEGATES],
      [own('Allow')],
    ],
  ])('%s', (_, keyPolicy, ownPolicy) => expect(use(keyPolicy, ownPolicy)).not.toThrow());

  it.each<[string, StatementSource[], StatementSource[], RegExp]>([
    [
      'the role lacks the permission',
      [DELEGATES],
      [],
      /because no identity-based policy allows the kms:Decrypt action$/,
    ],
    [
      'the key delegates nothing',
      [],
      [own('Allow')],
      /because no resource-based policy allows the kms:Decrypt action$/,
    ],
    ['the role is denied', [VIA_DYNAMODB], [own('Deny')], /explicit deny in an identity-based policy$/],
    [
      'the key denies',
      [DELEGATES, keyStatement('*', { Effect: 'Deny' })],
      [own('Allow')],
      /deny in a resource-based policy$/,
    ],
  ])('not where %s', (_, keyPolicy, ownPolicy, message) => {
    expect(use(keyPolicy, ownPolicy)).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        message: expect.stringMatching(
          /^User: \S+ is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:/,
        ),
      }),
    );
    expect(use(keyPolicy, ownPolicy)).toThrow(message);
  });

  it('not through another service than the key says', () => {
    expect(use([VIA_DYNAMODB], [], 's3')).toThrow(/resource-based/);
  });
});

describe('a key', () => {
  it('has the same id at every start, and is found by id, ARN and alias', () => {
    const cloud = newCloud();
    const iam = new Iam(cloud);
    const deploy = () => {
      const kms = new Kms(cloud, iam);
      return { kms, key: kms.resourceTypes['AWS::KMS::Key'](declared('AWS::KMS::Key', 'Key', {})) };
    };
    const { kms, key } = deploy();
    expect(deploy().key).toEqual(key);
    expect(key).toEqual({
      ref: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/),
      attributes: { Arn: `arn:aws:kms:us-east-1:000000000000:key/${key.ref}`, KeyId: key.ref },
    });
    const alias = { AliasName: 'alias/data', TargetKeyId: key.attributes?.['Arn'] };
    expect(kms.resourceTypes['AWS::KMS::Alias'](declared('AWS::KMS::Alias', 'Alias', alias))).toEqual({
      ref: 'alias/data',
    });
    const role = roleWith(iam, own('Allow'));
    for (const name of [
      key.ref,
      key.attributes?.['Arn'] ?? '',
      'alias/data',
      'arn:aws:kms:us-east-1:000000000000:alias/data',
    ]) {
      expect(() => kms.authorizeUse(role, name, 'dynamodb')).not.toThrow();
    }
    expect(() => kms.authorizeUse(role, 'alias/none', 'dynamodb')).toThrow(/does not exist/);
    expect(() => kms.authorizeUse(role, 'alias/aws/dynamodb', 'dynamodb')).not.toThrow();
  });
});
