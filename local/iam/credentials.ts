import { randomBytes } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { LocalRequest } from '../service.ts';
import type { Principal } from './principal.ts';
import { parseAuthorization, sameSignature, signatureOf } from './sigv4.ts';

/** Temporary credentials, as AWS SDKs take them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** An access key with whose it is. */
export interface AccessKey {
  readonly secret: string;
  /** Temporary credentials have one. */
  readonly token?: string;
  readonly principal: Principal;
}

/** How far a request's date may be from the machine's clock, in milliseconds: AWS's five minutes. */
const SKEW = 5 * 60_000;

/** The access keys of the account: the administrator's, and those of role sessions, which live as long as the process. */
export class Credentials {
  readonly #cloud: Cloud;
  readonly #sessions = new Map<string, SessionCredentials>();
  readonly #keys = new Map<string, AccessKey>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    const principal: Principal = { kind: 'administrator', arn: `arn:aws:iam::${cloud.accountId}:root` };
    this.#keys.set('local', { secret: 'local', principal });
  }

  /** The same session gets the same credentials. */
  of(principal: Principal): SessionCredentials {
    const known = this.#sessions.get(principal.arn);
    if (known) return known;
    const credentials = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
    };
    this.#sessions.set(principal.arn, credentials);
    this.#keys.set(credentials.accessKeyId, {
      secret: credentials.secretAccessKey,
      token: credentials.sessionToken,
      principal,
    });
    return credentials;
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** Who signed the request; see `Iam.authenticate`. */
  authenticate(request: LocalRequest, service?: string): Principal {
    const authorization = parseAuthorization(request.headers);
    const key = this.#keys.get(authorization.accessKeyId);
    if (!key || key.token !== request.headers['x-amz-security-token']) {
      throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    if (authorization.region !== this.#cloud.region) {
      throw invalid(`Credential should be scoped to a valid region, not '${authorization.region}'. `);
    }
    if (service && authorization.service !== service) {
      throw invalid(`Credential should be scoped to correct service: '${service}'. `);
    }
    checkDate(request.headers['x-amz-date'] ?? '', authorization.date, this.#cloud.clock.ahead);
    if (!authorization.signedHeaders.includes('host')) {
      throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
    }
    if (!sameSignature(signatureOf(request, authorization, key.secret), authorization.signature)) {
      throw invalid(
        'The request signature we calculated does not match the signature you provided. ' +
          'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      );
    }
    return key.principal;
  }
}

/**
 * Judged by the machine's clock, as clients sign with their own, or by the cloud's, which is that of functions.
 * @param ahead by how many milliseconds the cloud's is ahead of the machine's
 */
function checkDate(date: string, scopeDate: string, ahead: number): void {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (!parts)
    throw new AwsError('IncompleteSignatureException', `Date must be in ISO-8601 'basic format'. Got '${date}'.`);
  if (!date.startsWith(scopeDate)) {
    throw invalid(`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${date}`);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const signedAt = Date.UTC(year, month - 1, day, hour, minute, second);
  const now = Date.now();
  const skew = signedAt - now;
  if (Math.abs(skew - ahead) <= SKEW) return;
  if (skew < -SKEW) {
    throw invalid(`Signature expired: ${date} is now earlier than ${basic(now - SKEW)} (${basic(now)} - 5 min.)`);
  }
  if (skew > SKEW) {
    throw invalid(
      `Signature not yet current: ${date} is still later than ${basic(now + SKEW)} (${basic(now)} + 5 min.)`,
    );
  }
}

/** ISO 8601 basic format. */
function basic(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidSignatureException', message);
}
