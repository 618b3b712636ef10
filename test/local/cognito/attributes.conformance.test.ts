import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { admin, confirmedUser, EMAIL, GUIDE, pool, refusal, start, stop, tokens } from './conformance-steps.ts';
import { declaredClient, declaredPool } from './pool.ts';

afterEach(stop);

const OTHER = 'ada@example.test';
const REFERENCE = 'cognito-user-identity-pools/latest/APIReference';

const update = (AccessToken: string, Name: string, Value: string) =>
  pool.sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));
const asAdmin = (attributes: Record<string, string>, email = EMAIL) =>
  pool.sdk.send(
    new AdminUpdateUserAttributesCommand({
      ...admin(email),
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

async function attributes(Username = EMAIL): Promise<Record<string, string>> {
  const { UserAttributes = [] } = await pool.sdk.send(new AdminGetUserCommand(admin(Username)));
  return Object.fromEntries(UserAttributes.map(({ Name = '', Value = '' }) => [Name, Value]));
}

describe('what is known of a user', () => {
  const page = `${GUIDE}/user-pool-settings-attributes.html`;
  const plan = { Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }] };

  documented(
    page,
    "If an app tries to update an attribute that isn't writable, the app gets a NotAuthorizedException exception.",
    async () => {
      await start({}, { WriteAttributes: ['nickname'] });
      await confirmedUser();
      const { AccessToken } = await tokens();
      expect(await refusal(update(AccessToken, 'nickname', 'x'))).toBe('no refusal');
      expect(await refusal(update(AccessToken, 'locale', 'x'))).toBe('NotAuthorizedException');
    },
  );

  documented(
    page,
    'An app that calls GetUser only receives the attributes that are readable for that app.',
    async () => {
      await start({}, { ReadAttributes: ['nickname'] });
      await confirmedUser();
      await asAdmin({ nickname: 'Countess', locale: 'en' });
      const { UserAttributes } = await pool.sdk.send(new GetUserCommand({ AccessToken: (await tokens()).AccessToken }));
      expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub', 'nickname']);
    },
  );

  documented(
    page,
    "Your user's ID token from an app only contains claims that correspond to the readable attributes.",
    async () => {
      await start({}, { ReadAttributes: ['nickname'] });
      await confirmedUser();
      await asAdmin({ nickname: 'Countess', locale: 'en' });
      const { id } = await tokens();
      expect(id).toMatchObject({ nickname: 'Countess' });
      expect(Object.keys(id)).not.toEqual(expect.arrayContaining(['locale']));
      expect(id).not.toHaveProperty('email');
    },
  );

  documented(
    page,
    "By default, any new custom attributes aren't available until you set read and write permissions for them.",
    async () => {
      await start(plan);
      await confirmedUser();
      const { AccessToken, id } = await tokens();
      expect(await refusal(update(AccessToken, 'custom:plan', 'gold'))).toBe('NotAuthorizedException');
      await asAdmin({ 'custom:plan': 'gold' });
      expect(id).not.toHaveProperty('custom:plan');
    },
  );

  documented(page, 'Amazon Cognito writes custom attribute values to the ID token only as strings.', async () => {
    await start(
      { Schema: [{ Name: 'points', AttributeDataType: 'Number', Mutable: true }] },
      { ReadAttributes: ['custom:points'] },
    );
    await confirmedUser();
    await asAdmin({ 'custom:points': '12' });
    expect((await tokens()).id['custom:points']).toBe('12');
  });

  documented(page, "You can't require that users provide a value for the attribute.", async () => {
    await start();
    const Schema = [{ Name: 'plan', AttributeDataType: 'String', Required: true }];
    await expect(pool.deploy(declaredPool({ Schema }, 'Other'))).rejects.toThrow('Required');
  });

  documented(page, 'You can only write a value to an immutable attribute when you create a user.', async () => {
    await start({ Schema: [{ Name: 'born', AttributeDataType: 'String', Mutable: false }] });
    const UserAttributes = [{ Name: 'custom:born', Value: '1815' }];
    await pool.sdk.send(new AdminCreateUserCommand({ ...admin(), UserAttributes }));
    expect(await refusal(asAdmin({ 'custom:born': '1816' }))).toBe('InvalidParameterException');
    expect(await attributes()).toMatchObject({ 'custom:born': '1815' });
  });

  documented(
    page,
    "An administrator with proper AWS account permissions can change the user's email address and also mark it as verified.",
    async () => {
      await start();
      await confirmedUser();
      await asAdmin({ email: OTHER, email_verified: 'true' });
      expect(await attributes(OTHER)).toMatchObject({ email: OTHER, email_verified: 'true' });
      expect(pool.outbox.list()).toEqual([]);
    },
  );

  documented(
    `${REFERENCE}/API_AdminUpdateUserAttributes.html`,
    'To delete an attribute from your user, submit the attribute in your API request with a blank value.',
    async () => {
      await start();
      await confirmedUser();
      await asAdmin({ nickname: 'Countess', locale: 'en' });
      await asAdmin({ nickname: '' });
      expect(Object.keys(await attributes())).toEqual(['sub', 'email', 'locale']);
    },
  );

  documented(
    `${REFERENCE}/API_UpdateUserAttributes.html`,
    'To delete an attribute from the user, submit the attribute in your API request with a blank value.',
    async () => {
      await start();
      await confirmedUser();
      const { AccessToken } = await tokens();
      await update(AccessToken, 'nickname', 'Countess');
      await update(AccessToken, 'nickname', '');
      expect(await attributes()).not.toHaveProperty('nickname');
    },
  );

  documented(
    `${REFERENCE}/API_AdminDeleteUserAttributes.html`,
    'The next ID token that the user receives will no longer have the deleted attributes.',
    async () => {
      await start();
      await confirmedUser();
      await asAdmin({ nickname: 'Countess' });
      expect((await tokens()).id).toHaveProperty('nickname');
      const UserAttributeNames = ['nickname'];
      await pool.sdk.send(new AdminDeleteUserAttributesCommand({ ...admin(), UserAttributeNames }));
      expect((await tokens()).id).not.toHaveProperty('nickname');
    },
  );

  documented(
    `${GUIDE}/user-pool-settings-client-apps.html`,
    "You can't remove required attributes from write permissions in any app.",
    async () => {
      await start({ Schema: [{ Name: 'name', Required: true }] });
      const deploying = pool.deploy(declaredClient(pool.poolId, { WriteAttributes: ['email'] }, 'Other'));
      await expect(deploying).rejects.toThrow('WriteAttributes must hold name');
    },
  );
});
