import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { SentMailItem } from '../../model/contact.ts';
import { sentMailKey } from '../../model/keys.ts';
import { table } from '../shared/table.ts';
import { env, tableName } from './environment.ts';

/** A mail, ready to be sent. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Of RFC 2369 and RFC 8058; absent for what nobody can unsubscribe from. */
  readonly unsubscribeUrl?: string;
}

/** One attempt: a mail whose answer was lost may have been sent, and the SDK would send it again. */
const ses = new SESv2Client({ maxAttempts: 1 });

/** What the provider has told of a mail that has left, or null. */
export async function findSentMail(sub: string, what: string): Promise<SentMailItem | null> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName, Key: sentMailKey(sub, what), ConsistentRead: true }),
  );
  return (Item as SentMailItem | undefined) ?? null;
}

/** @param about comes back with the provider's events @returns the provider's id of the message */
export async function sendMail(mail: Mail, about: { readonly sub: string; readonly what: string }): Promise<string> {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  const { unsubscribeUrl } = mail;
  const Headers = unsubscribeUrl
    ? [
        { Name: 'List-Unsubscribe', Value: `<${unsubscribeUrl}>` },
        { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
      ]
    : [];
  const { MessageId = '' } = await ses.send(
    new SendEmailCommand({
      FromEmailAddress: env.MAIL_FROM,
      Destination: { ToAddresses: [mail.to] },
      ConfigurationSetName: env.CONFIGURATION_SET,
      EmailTags: [
        { Name: 'person', Value: about.sub },
        { Name: 'what', Value: about.what },
      ],
      Content: {
        Simple: { Subject: utf8(mail.subject), Body: { Text: utf8(mail.text), Html: utf8(mail.html) }, Headers },
      },
    }),
  );
  return MessageId;
}
