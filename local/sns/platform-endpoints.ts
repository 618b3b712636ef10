import { randomUUID } from 'node:crypto';
import type { Directory, Endpoint } from './directory.ts';
import { invalidParameter, notFound } from './errors.ts';
import type { Operation } from './operation.ts';
import { entries } from './wire.ts';

/** The operations on endpoints, each an app on a device. @throws AwsError */

const longestUserData = 2048;
const known = ['CustomUserData', 'Enabled', 'Token'];

export const createPlatformEndpoint: Operation = ({ query, cloud, directory, authorize }) => {
  const application = query.get('PlatformApplicationArn') ?? '';
  authorize(application);
  const app = directory.application(application);
  if (!app) throw notFound('PlatformApplication does not exist');
  const attributes = checked(query.map('Attributes'));
  const token = checkedToken(app.platform, query.get('Token') ?? attributes.Token ?? '');
  const customUserData = checkedUserData(query.get('CustomUserData') ?? attributes.CustomUserData ?? '');
  const present = directory.endpointWith(application, token);
  if (present) {
    const [arn, endpoint] = present;
    const enabled = attributes.Enabled ?? String(endpoint.enabled);
    if (endpoint.customUserData === customUserData && enabled === String(endpoint.enabled)) return { EndpointArn: arn };
    throw invalidParameter(
      `Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
    );
  }
  const name = application.slice(application.indexOf(':app/') + ':app/'.length);
  const arn = `arn:aws:sns:${cloud.region}:${cloud.accountId}:endpoint/${name}/${randomUUID()}`;
  directory.putEndpoint(arn, { application, token, customUserData, enabled: attributes.Enabled !== 'false' });
  return { EndpointArn: arn };
};

export const getEndpointAttributes: Operation = ({ query, directory, authorize }) => {
  const arn = endpointArn(query.get('EndpointArn'));
  authorize(arn);
  const { token, customUserData, enabled } = found(directory, arn);
  const attributes = {
    Enabled: String(enabled),
    Token: token,
    ...(customUserData && { CustomUserData: customUserData }),
  };
  return { Attributes: entries(attributes) };
};

export const setEndpointAttributes: Operation = ({ query, directory, authorize }) => {
  const arn = endpointArn(query.get('EndpointArn'));
  authorize(arn);
  const present = found(directory, arn);
  const { Token: token, CustomUserData: customUserData, Enabled: enabled } = checked(query.map('Attributes'));
  const platform = directory.application(present.application)?.platform ?? '';
  const changed: Endpoint = {
    ...present,
    ...(token !== undefined && { token: checkedToken(platform, token) }),
    ...(customUserData !== undefined && { customUserData: checkedUserData(customUserData) }),
    ...(enabled !== undefined && { enabled: enabled === 'true' }),
  };
  const other = directory.endpointWith(changed.application, changed.token);
  if (other && other[0] !== arn) {
    throw invalidParameter(`Token Reason: Endpoint ${other[0]} already exists with the same Token.`);
  }
  directory.putEndpoint(arn, changed);
  return {};
};

/** Idempotent: what is gone may go again. */
export const deleteEndpoint: Operation = ({ query, directory, authorize }) => {
  const arn = endpointArn(query.get('EndpointArn'));
  authorize(arn);
  directory.removeEndpoint(arn);
  return {};
};

function endpointArn(arn = ''): string {
  if (/^arn:aws:sns:[^:]+:\d+:endpoint\/[^/]+\/[^/]+\/[^/]+$/.test(arn)) return arn;
  throw invalidParameter('EndpointArn Reason: Wrong number of slashes in relative portion of the ARN.');
}

function found(directory: Directory, arn: string): Endpoint {
  const endpoint = directory.endpoint(arn);
  if (!endpoint) throw notFound('Endpoint does not exist');
  return endpoint;
}

function checked(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  const other = Object.keys(attributes).find((name) => !known.includes(name));
  if (other) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${other}`);
  const { Enabled: enabled } = attributes;
  if (enabled !== undefined && enabled !== 'true' && enabled !== 'false') {
    throw invalidParameter('Attributes Reason: Invalid value for attribute: Enabled');
  }
  return attributes;
}

/** An iOS device's is hexadecimal, and kept in lower case. */
function checkedToken(platform: string, token: string): string {
  if (!token) throw invalidParameter('Token Reason: is required');
  if (!platform.startsWith('APNS')) return token;
  if (/^[\da-f]{1,400}$/i.test(token)) return token.toLowerCase();
  throw invalidParameter('Token Reason: iOS device tokens must be no more than 400 hexadecimal characters');
}

function checkedUserData(text: string): string {
  if (Buffer.byteLength(text) <= longestUserData) return text;
  throw invalidParameter(`CustomUserData Reason: must be at most ${longestUserData} bytes long in UTF-8 encoding`);
}
