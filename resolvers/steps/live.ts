import type { Context } from '@aws-appsync/utils';
import { extensions } from '@aws-appsync/utils';
import type { RootField } from '../../generated/schema.ts';
import { userId } from '../../model/ids.ts';
import { signedInSub } from './caller.ts';

/** Every subscription of somebody who is signed in. AppSync takes five invalidations a request. */
const WATCHED: readonly (RootField & `Subscription.${string}`)[] = [
  'Subscription.onProgressUpdated',
  'Subscription.onNotificationCreated',
  'Subscription.onCourseUpdated',
];

/** In a subscription's response: `endLive` of this person ends it. */
export function endsWithCaller(ctx: Context): void {
  extensions.setSubscriptionInvalidationFilter({
    filterGroup: [{ filters: [{ fieldName: 'userId', operator: 'eq', value: userId(signedInSub(ctx)) }] }],
  });
}

/** In a mutation's response: ends what a person watches. Who may still watch it subscribes again. */
export function endLive(personId: string): void {
  for (const field of WATCHED) {
    extensions.invalidateSubscriptions({
      subscriptionField: field.slice('Subscription.'.length),
      payload: { userId: personId },
    });
  }
}
