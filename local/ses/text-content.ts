import { badRequest } from './errors.ts';

/**
 * What a recipient reads of a part of the message. SES sends 7-bit ASCII unless the request names another character
 * set; what the set lacks arrives as a question mark.
 * @throws AwsError BadRequestException for a character set that nobody knows
 */
export function decoded({
  Data: data = '',
  Charset: charset = 'US-ASCII',
}: {
  Data?: string;
  Charset?: string;
}): string {
  const name = charset.toLowerCase();
  if (name === 'us-ascii' || name === 'ascii') return data.replaceAll(/\P{ASCII}/gu, '?');
  if (name === 'iso-8859-1') return data.replaceAll(/[^\u0000-\u00FF]/gu, '?');
  try {
    new TextDecoder(charset);
  } catch {
    throw badRequest(`The character set ${charset} is not supported.`);
  }
  return data;
}
