import { CheckIfPhoneNumberIsOptedOutCommand, PublishCommand } from '@aws-sdk/client-sns';
import { sns } from './sns.ts';

/** Whether the phone has replied STOP. */
export async function isOptedOut(phoneNumber: string): Promise<boolean> {
  const { isOptedOut: answer = false } = await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }));
  return answer;
}

/** @returns SNS's id of the message */
export async function sendText(PhoneNumber: string, Message: string): Promise<string> {
  const { MessageId = '' } = await sns.send(
    new PublishCommand({
      PhoneNumber,
      Message,
      // Promotional ones, SNS's default, are delivered as cheaply as can be, not as reliably.
      MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
    }),
  );
  return MessageId;
}
