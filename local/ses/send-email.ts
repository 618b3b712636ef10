import type { Cloud } from '../cloud.ts';
import type { Principal } from '../iam/principal.ts';
import type { RequestContext } from '../iam/iam.ts';
import { domainOf, mailbox } from './addresses.ts';
import type { ConfigurationSet, ConfigurationSets, SuppressionReason } from './configuration-sets.ts';
import { AwsError } from '../errors.ts';
import { badRequest, notFound, notRun, rejected } from './errors.ts';
import { newMessageId } from './events.ts';
import { recipientOf } from './fate.ts';
import type { Identities, Identity } from './identities.ts';
import type { Mail } from './mail.ts';
import type { PostOffice } from './post-office.ts';
import { messageOf, recipientsOf, refuseOtherThanSimple, tagsOf } from './send-input.ts';
import type { SendInput } from './send-input.ts';

export interface SendPorts {
  readonly cloud: Cloud;
  readonly identities: Identities;
  readonly sets: ConfigurationSets;
  readonly office: PostOffice;
  /** @throws AwsError AccessDeniedException */
  authorize(principal: Principal, resource: string, context: RequestContext): void;
}

/** What the account suppresses where a configuration set doesn't say: AWS's default. */
const accountReasons: readonly SuppressionReason[] = ['BOUNCE', 'COMPLAINT'];

/** The SendEmail operation. It never recognizes a repetition: SES has no idempotency. @throws AwsError */
export function sendEmail(ports: SendPorts, principal: Principal, input: SendInput): { readonly MessageId: string } {
  const { cloud, identities, office } = ports;
  if (!input.FromEmailAddress) throw badRequest("Missing required header 'From'.");
  const from = mailbox(input.FromEmailAddress);
  const recipients = recipientsOf(input);
  const identity = sendingIdentity(ports, input, from.address);
  const setName = input.ConfigurationSetName ?? identity?.configurationSet;
  const context = contextOf(input, from.name, from.address, recipients);
  ports.authorize(principal, identity?.arn ?? identities.arnOf(from.address), context);
  if (setName !== undefined) ports.authorize(principal, ports.sets.arnOf(setName), context);
  refuseOtherThanSimple(input);
  const message = messageOf(input);
  const tags = tagsOf(input);
  const set = setName === undefined ? undefined : sendingSet(ports.sets, setName);
  const sender = verified(ports, identity, from.address, input.FeedbackForwardingEmailAddress);

  const now = cloud.clock.now();
  const reasons = set?.suppressedReasons ?? accountReasons;
  const destination = input.Destination ?? {};
  const mail: Mail = {
    ...message,
    id: newMessageId(now),
    acceptedAt: now,
    source: input.FromEmailAddress,
    sourceArn: sender.arn,
    recipients: recipients.map((address) =>
      recipientOf(address, reasons, {
        listedFor: (listed) => office.store.suppressed(listed)?.reason,
        strike: () => cloud.faults.strike('ses', 'Deliver', ['error', 'throttle', 'crashAfterCommit']),
      }),
    ),
    to: destination.ToAddresses ?? [],
    cc: destination.CcAddresses ?? [],
    replyTo: input.ReplyToAddresses ?? [],
    tags: { ...ownTags(principal, from.address, setName), ...tags },
    configurationSet: setName,
  };
  office.accept(mail);
  return { MessageId: mail.id };
}

/** The identity by whose leave a message is sent; undefined: none covers the address. */
function sendingIdentity(
  { identities }: SendPorts,
  { FromEmailAddressIdentityArn: arn }: SendInput,
  from: string,
): Identity | undefined {
  if (arn === undefined) return identities.covering(from);
  const name = arn.slice(identities.arnOf('').length);
  if (!arn.startsWith(identities.arnOf('')))
    throw notRun(`FromEmailAddressIdentityArn ${arn}: it is another account's`);
  const identity = identities.find(name);
  const isOfSender = identity && [identities.covering(from)?.name, domainOf(from), from].includes(identity.name);
  if (!isOfSender) throw badRequest(`FromEmailAddress <${from}> is not of identity <${arn}>.`);
  return identity;
}

function contextOf(
  { FeedbackForwardingEmailAddress: feedback }: SendInput,
  name: string | undefined,
  from: string,
  recipients: readonly string[],
): RequestContext {
  return {
    'ses:ApiVersion': '2',
    'ses:FromAddress': from,
    'ses:Recipients': recipients,
    ...(name !== undefined && { 'ses:FromDisplayName': name }),
    ...(feedback !== undefined && { 'ses:FeedbackAddress': mailbox(feedback).address }),
  };
}

function sendingSet(sets: ConfigurationSets, name: string): ConfigurationSet {
  const set = sets.find(name);
  if (!set) throw notFound(`Configuration set <${name}> does not exist.`);
  if (set.sendingEnabled) return set;
  throw new AwsError('SendingPausedException', `Sending is paused for configuration set <${name}>.`);
}

/** @throws AwsError MessageRejected for addresses that no identity covers */
function verified(
  { cloud, identities }: SendPorts,
  identity: Identity | undefined,
  from: string,
  feedback: string | undefined,
): Identity {
  const failing = identity ? [] : [from];
  const feedbackAddress = feedback === undefined ? undefined : mailbox(feedback).address;
  if (feedbackAddress !== undefined && !identities.covering(feedbackAddress)) failing.push(feedbackAddress);
  if (identity && failing.length === 0) return identity;
  throw rejected(
    'Email address is not verified. The following identities failed the check in region ' +
      `${cloud.region.toUpperCase()}: ${[...new Set(failing)].join(', ')}`,
  );
}

/** The tags that SES puts on each message itself. */
function ownTags(principal: Principal, from: string, set: string | undefined): Record<string, string[]> {
  return {
    'ses:operation': ['SendEmail'],
    ...(set !== undefined && { 'ses:configuration-set': [set] }),
    'ses:source-ip': ['127.0.0.1'],
    'ses:from-domain': [domainOf(from)],
    'ses:caller-identity': [principal.roleArn?.split('/').at(-1) ?? 'root'],
  };
}
