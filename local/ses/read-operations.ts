import type { ConfigurationSet } from './configuration-sets.ts';
import type { Identity } from './identities.ts';

/** GetEmailIdentity. */
export function emailIdentity(identity: Identity): object {
  const { isDomain, dkimTokens, signs, mailFromDomain, onMxFailure, configurationSet } = identity;
  return {
    IdentityType: isDomain ? 'DOMAIN' : 'EMAIL_ADDRESS',
    FeedbackForwardingStatus: identity.forwardsFeedback,
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    DkimAttributes: {
      SigningEnabled: isDomain && signs,
      Status: isDomain ? 'SUCCESS' : 'NOT_STARTED',
      Tokens: dkimTokens,
      SigningAttributesOrigin: 'AWS_SES',
    },
    MailFromAttributes: {
      BehaviorOnMxFailure: onMxFailure,
      ...(mailFromDomain !== undefined && { MailFromDomain: mailFromDomain, MailFromDomainStatus: 'SUCCESS' }),
    },
    Policies: {},
    Tags: [],
    ConfigurationSetName: configurationSet,
  };
}

/** GetConfigurationSet. */
export function configurationSet(set: ConfigurationSet): object {
  return {
    ConfigurationSetName: set.name,
    DeliveryOptions: { TlsPolicy: set.tlsPolicy },
    ReputationOptions: { ReputationMetricsEnabled: set.reputationMetrics },
    SendingOptions: { SendingEnabled: set.sendingEnabled },
    ...(set.suppressedReasons && { SuppressionOptions: { SuppressedReasons: set.suppressedReasons } }),
    Tags: [],
  };
}
