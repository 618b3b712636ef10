import type { DeclaredResource } from '../service.ts';
import { Schema } from './attributes.ts';
import { type MfaMode, readMfa } from './mfa-settings.ts';
import type { PasswordPolicy } from './password-policy.ts';
import { generatedName } from './physical-ids.ts';
import { Properties } from './properties.ts';
import { readTriggers, type Trigger, type TriggerName } from './trigger-settings.ts';

interface Mail {
  readonly subject?: string | undefined;
  readonly message?: string | undefined;
}

/** What a template says of a user pool. */
export interface PoolSettings {
  readonly poolName: string;
  readonly passwordPolicy: PasswordPolicy;
  readonly triggers: ReadonlyMap<TriggerName, Trigger>;
  /** People name themselves by e-mail, and the user name is a UUID. */
  readonly emailIsUsername: boolean;
  readonly caseSensitive: boolean;
  readonly verifiesEmail: boolean;
  readonly schema: Schema;
  readonly mfa: MfaMode;
  /** Whether a new address is not the user's before it is verified. */
  readonly keepsEmailUntilVerified: boolean;
  readonly selfSignUp: boolean;
  /** Whether people may reset their password by e-mail. */
  readonly recoversByEmail: boolean;
  readonly verification: Mail;
  readonly invitation: Mail;
  /** As declared, for DescribeUserPool. */
  readonly declared: Readonly<Record<string, unknown>>;
}

const RUN = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AutoVerifiedAttributes',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'EnabledMfas',
  'LambdaConfig',
  'MfaConfiguration',
  'Policies',
  'Schema',
  'UserPoolAddOns',
  'UserAttributeUpdateSettings',
  'UserPoolName',
  'UsernameAttributes',
  'UsernameConfiguration',
  'VerificationMessageTemplate',
];

/** True to AWS without being run: no operation here depends on them (no text messages). */
const IRRELEVANT = [
  'DeletionProtection',
  'EmailConfiguration',
  'SmsAuthenticationMessage',
  'SmsConfiguration',
  'SmsVerificationMessage',
  'UserPoolTags',
  'UserPoolTier',
];

/** @throws DeploymentError for what AWS would refuse, and for what isn't run here */
export function readPool(declared: DeclaredResource): PoolSettings {
  const pool = new Properties(declared);
  pool.allow(...RUN, ...IRRELEVANT);
  refuseSecurity(pool);
  const template = pool.inner('VerificationMessageTemplate');
  if (template.text('DefaultEmailOption') === 'CONFIRM_WITH_LINK') {
    throw template.unsupported('DefaultEmailOption', 'CONFIRM_WITH_LINK');
  }
  const admin = pool.inner('AdminCreateUserConfig');
  const invitation = admin.inner('InviteMessageTemplate');
  return {
    poolName: pool.text('UserPoolName') ?? generatedName(declared.logicalId, declared.address),
    passwordPolicy: readPasswordPolicy(pool, admin),
    triggers: readTriggers(pool),
    emailIsUsername: onlyEmail(pool, 'UsernameAttributes'),
    // A pool made by the API, not the console, distinguishes case unless it says otherwise.
    caseSensitive: pool.inner('UsernameConfiguration').flag('CaseSensitive', true),
    verifiesEmail: onlyEmail(pool, 'AutoVerifiedAttributes'),
    schema: new Schema(pool.inners('Schema')),
    mfa: readMfa(pool),
    keepsEmailUntilVerified: readKeptUntilVerified(pool),
    selfSignUp: !admin.flag('AllowAdminCreateUserOnly', false),
    recoversByEmail: readRecovery(pool),
    verification: {
      subject: template.text('EmailSubject') ?? pool.text('EmailVerificationSubject'),
      message: template.text('EmailMessage') ?? pool.text('EmailVerificationMessage'),
    },
    invitation: { subject: invitation.text('EmailSubject'), message: invitation.text('EmailMessage') },
    declared: declared.properties,
  };
}

function refuseSecurity(pool: Properties): void {
  const addOns = pool.inner('UserPoolAddOns');
  addOns.allow('AdvancedSecurityMode');
  const mode = addOns.text('AdvancedSecurityMode');
  if (mode === 'ENFORCED') throw addOns.unsupported('AdvancedSecurityMode', mode);
}

function readPasswordPolicy(pool: Properties, admin: Properties): PasswordPolicy {
  const policies = pool.inner('Policies');
  policies.allow('PasswordPolicy', 'SignInPolicy');
  const signIn = policies.inner('SignInPolicy');
  const factor = (signIn.texts('AllowedFirstAuthFactors') ?? []).find((name) => name !== 'PASSWORD');
  if (factor) throw signIn.unsupported('AllowedFirstAuthFactors', factor);

  const policy = policies.inner('PasswordPolicy');
  if (policy.integer('PasswordHistorySize', 0, [0, 24]) > 0) throw policy.unsupported('PasswordHistorySize');
  // A pool without a policy requires all four kinds; a policy requires what it names.
  const otherwise = !policies.has('PasswordPolicy');
  const unusedDays = admin.integer('UnusedAccountValidityDays', 7, [0, 365]);
  return {
    minimumLength: policy.integer('MinimumLength', 8, [6, 99]),
    requireUppercase: policy.flag('RequireUppercase', otherwise),
    requireLowercase: policy.flag('RequireLowercase', otherwise),
    requireNumbers: policy.flag('RequireNumbers', otherwise),
    requireSymbols: policy.flag('RequireSymbols', otherwise),
    temporaryPasswordValidityDays: policy.integer('TemporaryPasswordValidityDays', unusedDays, [0, 365]),
  };
}

function onlyEmail(pool: Properties, name: string): boolean {
  const values = pool.texts(name) ?? [];
  const [other] = values.filter((value) => value !== 'email');
  if (other) throw pool.unsupported(name, other);
  return values.length > 0;
}

function readKeptUntilVerified(pool: Properties): boolean {
  const updates = pool.inner('UserAttributeUpdateSettings');
  updates.allow('AttributesRequireVerificationBeforeUpdate');
  return onlyEmail(updates, 'AttributesRequireVerificationBeforeUpdate');
}

function readRecovery(pool: Properties): boolean {
  const setting = pool.inner('AccountRecoverySetting');
  const mechanisms = setting.inners('RecoveryMechanisms');
  if (mechanisms.length > 1 && mechanisms.some((mechanism) => mechanism.text('Name') === 'admin_only')) {
    throw setting.invalid('RecoveryMechanisms', 'must hold nothing else beside admin_only');
  }
  return mechanisms.length === 0 || mechanisms.some((mechanism) => mechanism.text('Name') === 'verified_email');
}
