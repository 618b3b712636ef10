import type { Input } from './input.ts';
import type { AdminOperation } from './operation.ts';
import type { UserPool } from './user-pool.ts';
import type { UserPools } from './user-pools.ts';

/** Properties whose names in the API are those of CloudFormation. */
const SAME_NAMES = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AutoVerifiedAttributes',
  'DeletionProtection',
  'EmailConfiguration',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'LambdaConfig',
  'SmsAuthenticationMessage',
  'SmsConfiguration',
  'SmsVerificationMessage',
  'UserAttributeUpdateSettings',
  'UserPoolAddOns',
  'UserPoolTags',
  'UserPoolTier',
  'UsernameAttributes',
  'UsernameConfiguration',
  'VerificationMessageTemplate',
];

/** What AWS shows of a pool that doesn't say. */
const DEFAULTS = {
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
  DeletionProtection: 'INACTIVE',
  EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
  UserPoolTier: 'ESSENTIALS',
  VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
};

const summary = (pool: UserPool): object => ({
  Id: pool.id,
  Name: pool.settings.poolName,
  LambdaConfig: pool.settings.declared['LambdaConfig'] ?? {},
  CreationDate: pool.createdAt / 1000,
  LastModifiedDate: pool.createdAt / 1000,
});

export const describeUserPool: AdminOperation = (pool) => {
  const { declared, passwordPolicy, schema } = pool.settings;
  const same = SAME_NAMES.filter((name) => declared[name] !== undefined).map((name) => [name, declared[name]]);
  return {
    UserPool: {
      ...DEFAULTS,
      ...(Object.fromEntries(same) as Record<string, unknown>),
      ...summary(pool),
      Arn: pool.arn,
      EstimatedNumberOfUsers: pool.users.count,
      MfaConfiguration: pool.settings.mfa,
      SchemaAttributes: schema.describe(),
      Policies: {
        PasswordPolicy: {
          MinimumLength: passwordPolicy.minimumLength,
          RequireUppercase: passwordPolicy.requireUppercase,
          RequireLowercase: passwordPolicy.requireLowercase,
          RequireNumbers: passwordPolicy.requireNumbers,
          RequireSymbols: passwordPolicy.requireSymbols,
          TemporaryPasswordValidityDays: passwordPolicy.temporaryPasswordValidityDays,
        },
      },
    },
  };
};

export const getUserPoolMfaConfig: AdminOperation = ({ settings: { mfa } }) => ({
  MfaConfiguration: mfa,
  ...(mfa !== 'OFF' && { SoftwareTokenMfaConfiguration: { Enabled: true } }),
});

export function listUserPools(pools: UserPools, input: Input): object {
  const all = pools.list();
  const limit = input.limit('MaxResults', 60);
  const from = Number(input.optionalText('NextToken') ?? 0) || 0;
  return {
    UserPools: all.slice(from, from + limit).map(summary),
    ...(from + limit < all.length && { NextToken: String(from + limit) }),
  };
}
