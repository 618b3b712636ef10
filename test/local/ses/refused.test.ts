import { SendBulkEmailCommand } from '@aws-sdk/client-sesv2';
import { expect, it } from 'vitest';
import { refusal } from '../s3/bucket.ts';
import { destination, sesWith, simple } from './account.ts';

it.each([
  [{ Content: { Raw: { Data: Buffer.from('Subject: x\n\nx') } } }, 'Content.Raw: send Content.Simple'],
  [{ Content: { Template: { TemplateName: 'x' } } }, 'Content.Template: send Content.Simple'],
  [
    { Content: simple({ Attachments: [{ FileName: 'a', RawContent: Buffer.from('a') }] }) },
    'Content.Simple.Attachments',
  ],
  [{ ListManagementOptions: { ContactListName: 'x' } }, 'ListManagementOptions'],
  [{ TenantName: 'x' }, 'TenantName'],
  [{ EndpointId: undefined, ConfigurationOverrides: {} }, 'ConfigurationOverrides'],
])('what the local SES does not run of SendEmail is refused by name: %#', async (more, name) => {
  const { cloud, send } = await sesWith();
  expect(await refusal(send(more))).toEqual({
    name: 'BadRequestException',
    status: 400,
    message: `The local SES doesn't run ${name}.`,
  });
  expect(cloud.outbox.list()).toEqual([]);
});

it('refuses bulk mail by name', async () => {
  const { client } = await sesWith();
  const bulk = new SendBulkEmailCommand({ DefaultContent: {}, BulkEmailEntries: [] });
  expect(await refusal(client.send(bulk))).toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining("The local SES doesn't run SendBulkEmail"),
  });
});

it.each([
  [{ identities: [{ EmailIdentity: 'nowhere' }] }, 'EmailIdentity nowhere is no domain and no e-mail address'],
  [{ identities: ['example.com', 'EXAMPLE.com'] }, 'Email identity example.com already exists'],
  [{ identities: [{ EmailIdentity: 'a.example', Extra: 1 }] }, "Stack/Identity0: Extra isn't run here."],
  [
    { identities: [{ EmailIdentity: 'a.example', ConfigurationSetAttributes: { ConfigurationSetName: 'x' } }] },
    'Stack/Identity0: Configuration set x does not exist.',
  ],
  [{ sets: { set: { TrackingOptions: {} } } }, "Stack/set: TrackingOptions isn't run here."],
  [{ sets: { set: { DeliveryOptions: { SendingPoolName: 'x' } } } }, 'DeliveryOptions.SendingPoolName'],
  [{ sets: { set: { SuppressionOptions: { SuppressedReasons: ['SPAM'] } } } }, 'SuppressedReasons knows no SPAM'],
  [{ sets: { 'a b': {} } }, 'must be 1 to 64 letters, digits, hyphens or underscores'],
  [{ types: [] }, 'Stack/setEvents: MatchingEventTypes is missing'],
  [{ types: ['bounced'] }, 'MatchingEventTypes knows no bounced'],
])('a template that asks for what is not run, or not right, does not start: %#', async (template, message) => {
  await expect(sesWith(template)).rejects.toThrow(message);
});

it.each([
  [destination({ SnsDestination: { TopicARN: 'x' } }), "EventDestination.SnsDestination isn't run here."],
  [destination({ Extra: true }), "EventDestination.Extra isn't run here."],
  [
    destination({ EventBridgeDestination: { EventBusArn: 'arn:aws:events:us-east-1:000000000000:event-bus/own' } }),
    'but only the default bus is supported',
  ],
])(
  'an event destination elsewhere than on the default bus is refused by name: %#',
  async (EventDestination, message) => {
    const { ses } = await sesWith();
    const deploy = ses.resourceTypes['AWS::SES::ConfigurationSetEventDestination'];
    const properties = { ConfigurationSetName: 'set', EventDestination };
    const resource = { type: '', logicalId: 'E', stack: 'Stack', address: 'Stack/E', properties };
    expect(() => deploy(resource)).toThrow(message);
  },
);
