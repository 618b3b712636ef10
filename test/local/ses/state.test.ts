import {
  GetConfigurationSetCommand,
  GetEmailIdentityCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
} from '@aws-sdk/client-sesv2';
import * as fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plannedFault } from '../../../local/faults.ts';
import { MailStore } from '../../../local/ses/mail-store.ts';
import { refusal } from '../s3/bucket.ts';
import { sesWith } from './account.ts';

const suppressed = (address: string) =>
  new PutSuppressedDestinationCommand({ EmailAddress: address, Reason: 'BOUNCE' });

describe('a fault of SendEmail', () => {
  it.each([
    ['throttle', 'TooManyRequestsException', 429, 0],
    ['error', 'InternalServiceErrorException', 500, 0],
    ['crashAfterCommit', 'InternalServiceErrorException', 500, 1],
  ])('%s is seen as %s', async (kind, name, status, sent) => {
    const { cloud, ses, send } = await sesWith();
    cloud.faults.plan(plannedFault({ service: 'ses', operation: 'SendEmail', kind }, { ses: ses.faults }));
    expect(await refusal(send())).toMatchObject({ name, status });
    expect(cloud.outbox.list()).toHaveLength(sent);
    await send();
    expect(cloud.outbox.list()).toHaveLength(sent + 1);
    expect(cloud.faults.report()).toMatchObject([{ struck: 1 }]);
  });

  it('latency answers late', async () => {
    const { cloud, send } = await sesWith();
    cloud.faults.plan({ service: 'ses', operation: '*', kind: 'latency', count: 1 });
    await expect(send()).resolves.toBeTruthy();
    expect(cloud.faults.report()).toMatchObject([{ struck: 1 }]);
  });

  it('of a kind that SES does not have is refused by the lever', async () => {
    const { ses } = await sesWith();
    expect(() =>
      plannedFault({ service: 'ses', operation: 'SendEmail', kind: 'reorder' }, { ses: ses.faults }),
    ).toThrow('kind is "reorder", but must be one of throttle, latency, error, crashAfterCommit.');
  });
});

it('sends a message as often as it is asked to: the same request again is another mail', async () => {
  const { cloud, sendTo, events } = await sesWith();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a@example.org', 'b@example.org'), { maxLength: 6 }),
      async (addresses) => {
        const before = cloud.outbox.list().length;
        const ids = await Promise.all(addresses.map((address) => sendTo(address)));
        expect(new Set(ids).size).toBe(addresses.length);
        const sent = cloud.outbox.list().slice(before);
        expect(sent.map(({ id, to }) => `${id} ${to}`).toSorted()).toEqual(
          ids.map((id, index) => `${id} ${addresses[index]}`).toSorted(),
        );
      },
    ),
    { numRuns: 15 },
  );
  const sent = cloud.outbox.list().map(({ id }) => id);
  for (const type of ['Email Sent', 'Email Delivered']) {
    const told = (await events(type)).map(({ detail }) => String(detail.mail['messageId']));
    expect(told.toSorted()).toEqual(sent.toSorted());
  }
});

describe('state', () => {
  it('outlives the process: the suppression list, the outbox', async () => {
    const before = await sesWith();
    await before.client.send(suppressed('gone@example.org'));
    const id = await before.send();
    await before.ses.stop();
    const after = await before.restarted();
    expect(after.cloud.outbox.list()).toMatchObject([{ id }]);
    await after.sendTo('gone@example.org');
    expect(after.cloud.outbox.list()).toHaveLength(1);
  });

  it('of a process that was killed between the mail and its events goes on with the events, and sends none twice', async () => {
    const before = await sesWith();
    const id = await before.sendTo('a@example.org');
    await before.events();
    // As the store is when the process is killed right after it has accepted: once with, once without the outbox.
    const store = new MailStore(join(before.cloud.stateFolder, 'ses', 'ses.sqlite'));
    const mail = {
      ...{ subject: 'Hello', text: 'x', html: '', headers: [], acceptedAt: before.cloud.clock.now(), to: [], cc: [] },
      ...{ source: 'sender@example.com', sourceArn: '', replyTo: [], tags: {}, configurationSet: 'set' },
    };
    const recipients = [{ address: 'a@example.org', fate: 'delivered', lists: false }] as const;
    store.accept({ ...mail, id, recipients });
    store.accept({ ...mail, id: `${id}2`, recipients: [{ ...recipients[0], address: 'b@example.org' }] });
    store.close();
    const after = await before.restarted();
    const told = (await after.events('Email Delivered')).map(({ detail }) => detail.mail['messageId']);
    expect(told).toEqual([id, id, `${id}2`]);
    expect(after.cloud.outbox.list().map((sent) => [sent.id, sent.to])).toEqual([
      [id, 'a@example.org'],
      [`${id}2`, 'b@example.org'],
    ]);
  });

  it('returns to a snapshot', async () => {
    const { ses, cloud, client } = await sesWith();
    await client.send(suppressed('kept@example.org'));
    const folder = join(cloud.stateFolder, 'snapshot', 'ses');
    ses.snapshot(folder);
    await client.send(suppressed('later@example.org'));
    await ses.restore(folder);
    const { SuppressedDestinationSummaries: found } = await client.send(new ListSuppressedDestinationsCommand());
    expect(found?.map(({ EmailAddress }) => EmailAddress)).toEqual(['kept@example.org']);
    await ses.restore(join(cloud.stateFolder, 'nothing'));
    const get = client.send(new GetSuppressedDestinationCommand({ EmailAddress: 'kept@example.org' }));
    expect((await refusal(get)).name).toBe('NotFoundException');
  });

  it('counts what roles send, and takes no unsigned request', async () => {
    const { cloud, as, send } = await sesWith();
    await send();
    expect(cloud.usage.report()).toMatchObject({ requests: 0 });
    await send({}, as({ Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*' }));
    expect(cloud.usage.report()).toMatchObject({ byOperation: { 'ses:SendEmail': { requests: 1 } } });
    const unsigned = await fetch(`${cloud.url}/v2/email/outbound-emails`, { method: 'POST', body: '{}' });
    expect(unsigned.status).toBe(400);
    expect(unsigned.headers.get('x-amzn-errortype')).toMatch(/MissingAuthenticationToken/);
  });
});

describe('what the template declares', () => {
  it('is read by GetEmailIdentity and GetConfigurationSet, and referred to by its attributes', async () => {
    const sets = {
      set: {
        SuppressionOptions: { SuppressedReasons: ['BOUNCE'] },
        ReputationOptions: { ReputationMetricsEnabled: true },
        DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      },
    };
    const { client, deployed } = await sesWith({ sets, identities: ['example.com', 'me@example.org'] });
    const domain = await client.send(new GetEmailIdentityCommand({ EmailIdentity: 'example.com' }));
    expect(domain).toMatchObject({
      IdentityType: 'DOMAIN',
      VerifiedForSendingStatus: true,
      VerificationStatus: 'SUCCESS',
      DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS' },
    });
    const tokens = domain.DkimAttributes?.Tokens ?? [];
    expect(new Set(tokens).size).toBe(3);
    expect(deployed[0]).toEqual({
      ref: 'example.com',
      attributes: {
        EmailIdentityArn: 'arn:aws:ses:us-east-1:000000000000:identity/example.com',
        ...Object.fromEntries(
          tokens.flatMap((token, index) => [
            [`DkimDNSTokenName${index + 1}`, `${token}._domainkey.example.com`],
            [`DkimDNSTokenValue${index + 1}`, `${token}.dkim.amazonses.com`],
          ]),
        ),
      },
    });
    expect(await client.send(new GetEmailIdentityCommand({ EmailIdentity: 'me@example.org' }))).toMatchObject({
      IdentityType: 'EMAIL_ADDRESS',
    });
    expect(await client.send(new GetConfigurationSetCommand({ ConfigurationSetName: 'set' }))).toMatchObject({
      ConfigurationSetName: 'set',
      SuppressionOptions: { SuppressedReasons: ['BOUNCE'] },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SendingOptions: { SendingEnabled: true },
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    });
    for (const call of [
      client.send(new GetEmailIdentityCommand({ EmailIdentity: 'other.example' })),
      client.send(new GetConfigurationSetCommand({ ConfigurationSetName: 'other' })),
    ]) {
      expect(await refusal(call)).toMatchObject({ name: 'NotFoundException', status: 404 });
    }
  });
});
