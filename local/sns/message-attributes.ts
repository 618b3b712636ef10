import { invalidParameter } from './errors.ts';
import type { Query } from './wire.ts';

/** Text by name; what is binary is base64. */
export type MessageAttributes = Readonly<Record<string, string>>;

const types = /^(String(\.Array)?|Number|Binary)(\..+)?$/;

/** @throws AwsError InvalidParameter */
export function messageAttributes(query: Query): MessageAttributes {
  const attributes: Record<string, string> = {};
  for (let index = 1; ; index += 1) {
    const entry = `MessageAttributes.entry.${index}`;
    const name = query.get(`${entry}.Name`);
    if (name === undefined) return attributes;
    const type = query.get(`${entry}.Value.DataType`) ?? '';
    const value = query.get(`${entry}.Value.StringValue`) ?? query.get(`${entry}.Value.BinaryValue`) ?? '';
    if (!types.test(type)) {
      throw attributeError(`The message attribute '${name}' has an invalid message attribute type '${type}'.`);
    }
    if (value === '') {
      throw attributeError(`The message attribute '${name}' must contain non-empty message attribute value.`);
    }
    if (type.startsWith('Number') && Number.isNaN(Number(value))) {
      throw attributeError(`Could not cast message attribute '${name}' value to number.`);
    }
    attributes[name] = value;
  }
}

/** Rules of the attributes that SMS has. @throws AwsError InvalidParameter */
export function checkSmsAttributes(attributes: MessageAttributes): void {
  for (const [name, { pattern, rule }] of Object.entries(ofSms)) {
    const value = attributes[name];
    if (value !== undefined && !pattern.test(value)) throw attributeError(`${name}: ${value} must be ${rule}.`);
  }
}

const ofSms: Readonly<Record<string, { readonly pattern: RegExp; readonly rule: string }>> = {
  'AWS.SNS.SMS.SenderID': {
    pattern: /^(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}$/,
    rule: '3 to 11 letters, digits or hyphens, a letter among them',
  },
  'AWS.SNS.SMS.SMSType': { pattern: /^(Promotional|Transactional)$/, rule: 'Promotional or Transactional' },
  'AWS.SNS.SMS.MaxPrice': { pattern: /^\d+(\.\d+)?$/, rule: 'an amount in USD' },
  'AWS.MM.SMS.OriginationNumber': { pattern: /^\+?\d{5,14}$/, rule: '5 to 14 digits, with or without a plus sign' },
};

function attributeError(reason: string): Error {
  return invalidParameter(`MessageAttributes Reason: ${reason}`);
}
