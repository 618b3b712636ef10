import { elsewhere, type Call } from './elsewhere.ts';
import { read, type Operation } from './operation.ts';
import {
  ADD_PHONE,
  aPhoneNumber,
  DEVICES,
  forgetCodes,
  REGISTER_DEVICE,
  registerDevice,
  REMOVE_PHONE,
  UNREGISTER_DEVICE,
  VERIFY_PHONE,
  waitForCodeAsAll,
} from '../support/messages.ts';
import {
  ARCHIVE,
  CREATE_NOTIFICATION,
  forgetPreferences,
  MARK_READ,
  notificationInput,
  putNotification,
  RECEIPT,
  subOf,
  UPDATE_PREFERENCES,
} from '../support/notifications.ts';

/** About a notification of the student's. */
function told(call: (id: string) => Call, options: { readonly hidden?: boolean } = {}): Operation {
  return {
    arrange: async (backend) => call(await putNotification(backend, await subOf(backend.as('student')), options)),
    elsewhere,
  };
}

/** What people are told, and where. */
export const NOTIFICATION_OPERATIONS: Readonly<Record<string, Operation>> = {
  "Query.notifications one's own": read('{ notifications { items { id title readAt } nextToken unreadCount } }'),
  'Query.notificationReceipt of the learner': told((id) => ({ document: RECEIPT, variables: { id } })),
  'Query.notificationReceipt of the learner, not in the list': told(
    (id) => ({ document: RECEIPT, variables: { id } }),
    {
      hidden: true,
    },
  ),
  "Query.notificationPreferences one's own": read('{ notificationPreferences { version digestAt } }'),
  'Mutation.markNotificationsRead of the learner': told((id) => ({
    document: MARK_READ,
    variables: { input: { ids: [id] } },
  })),
  "Mutation.markNotificationsRead all of one's own": told(() => ({
    document: MARK_READ,
    variables: { input: { all: true } },
  })),
  'Mutation.archiveNotifications of the learner': told((id) => ({
    document: ARCHIVE,
    variables: { input: { ids: [id] } },
  })),
  "Mutation.updateNotificationPreferences one's own": {
    arrange: async (backend) => {
      await forgetPreferences(backend);
      return { document: UPDATE_PREFERENCES, variables: { input: { version: 0, digestAt: '09:00' } } };
    },
  },
  "Query.devices one's own": read(DEVICES),
  "Mutation.addPhoneNumber one's own": {
    // A number of its own for each cell: another is sent to the same one no sooner than a minute later.
    arrange: async (backend) => {
      await forgetCodes(backend);
      return { document: ADD_PHONE, variables: { input: { phoneNumber: aPhoneNumber() } } };
    },
  },
  "Mutation.verifyPhoneNumber one's own": {
    arrange: async (backend) => {
      const code = await waitForCodeAsAll(backend);
      return { document: VERIFY_PHONE, variables: { input: { code } } };
    },
  },
  "Mutation.removePhoneNumber one's own": read(REMOVE_PHONE),
  "Mutation.registerDevice one's own": {
    arrange: () =>
      Promise.resolve({
        document: REGISTER_DEVICE,
        variables: { input: { platform: 'FCM', token: 'a-device-of-all' } },
      }),
  },
  "Mutation.unregisterDevice the learner's": {
    arrange: async (backend) => ({
      document: UNREGISTER_DEVICE,
      variables: { input: { deviceId: await registerDevice(backend.as('student'), 'a-device') } },
    }),
    elsewhere,
  },
  'Mutation.createNotification for the learner': {
    arrange: async (backend) => ({
      document: CREATE_NOTIFICATION,
      variables: { input: notificationInput(await subOf(backend.as('student'))) },
    }),
  },
};
