import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { asynchronous, failing, queue } from './asynchronous-function.ts';

const page = 'lambda/latest/dg/invocation-async.html';
const onFailure = { DestinationConfig: { OnFailure: { Destination: queue } } };

describe('asynchronous invocation', () => {
  documented(
    page,
    'For asynchronous invocation, Lambda places the event in a queue and returns a success response without additional information.',
    async () => {
      const { invoke, settle } = asynchronous('return 1;');
      expect(await invoke({}, 'Event')).toEqual({ payload: null });
      await settle();
    },
  );

  documented(
    page,
    'If the function returns an error, Lambda attempts to run it two more times, with a one-minute wait between the first two attempts, and two minutes between the second and third attempts.',
    async () => {
      const { send, settle, tries } = asynchronous(failing);
      await send({});
      const seen = [tries()];
      for (const wait of [59_999, 1, 119_999, 1, 600_000]) {
        await settle(wait);
        seen.push(tries());
      }
      expect(seen).toEqual([1, 1, 2, 2, 3, 3]);
    },
  );

  documented(
    page,
    "Function errors include errors returned by the function's code and errors returned by the function's runtime, such as timeouts.",
    async () => {
      const { send, settle, tries } = asynchronous('console.log("tried"); await new Promise(() => {});', undefined, {
        Timeout: 1,
      });
      await send({});
      await settle(60_000);
      expect(tries()).toBe(2);
    },
  );

  documented(
    page,
    'For throttling errors (429) and system errors (500-series), Lambda returns the event to the queue and attempts to run the function again for up to 6 hours.',
    async () => {
      const body = 'console.log("tried"); while (event.busy) await new Promise((done) => setTimeout(done, 5));';
      const { invoke, settle, records, cloud, lambda } = asynchronous(body, onFailure, {
        ReservedConcurrentExecutions: 1,
        Timeout: 60,
      });
      void invoke({ busy: true }).catch(() => undefined);
      await invoke({ busy: false }, 'Event');
      const turn = () => new Promise((done) => setTimeout(done, 5));
      for (let minutes = 0; minutes < 6 * 60; minutes += 5) {
        await turn();
        expect(records()).toEqual([]);
        cloud.clock.pass(5 * 60_000);
      }
      await turn();
      await turn();
      expect(records()).toMatchObject([{ requestContext: { condition: 'EventAgeExceeded' } }]);
      await lambda.stop();
      await settle();
    },
  );

  documented(
    page,
    'The retry interval increases exponentially from 1 second after the first attempt to a maximum of 5 minutes.',
    async () => {
      const body = 'console.log("tried"); if (event.busy) await new Promise((done) => setTimeout(done, 200));';
      const { invoke, settle, tries, cloud } = asynchronous(body, undefined, { ReservedConcurrentExecutions: 1 });
      const busy = invoke({ busy: true });
      await invoke({}, 'Event');
      const turn = () => new Promise((done) => setTimeout(done, 5));
      for (const wait of [1000, 2000, 4000]) {
        await turn();
        cloud.clock.pass(wait);
      }
      await turn();
      await busy;
      await settle(7999);
      expect(tries()).toBe(1);
      await settle(1);
      expect(tries()).toBe(2);
    },
  );

  documented(
    page,
    'When you set reserved concurrency to zero for an asynchronously-invoked function, Lambda begins sending new events to the configured dead-letter queue or the on-failure event destination, without any retries.',
    async () => {
      const { send, tries, records } = asynchronous(failing, onFailure, { ReservedConcurrentExecutions: 0 });
      await send({ n: 1 });
      expect(tries()).toBe(0);
      expect(records()).toMatchObject([{ requestPayload: { n: 1 } }]);
    },
  );
});

describe('error handling', () => {
  documented(
    page,
    'The number of times Lambda retries when the function returns an error, between 0 and 2.',
    async () => {
      const { send, settle, tries } = asynchronous(failing, { MaximumRetryAttempts: 0 });
      await send({});
      await settle(600_000);
      expect(tries()).toBe(1);
      expect(() => asynchronous(failing, { MaximumRetryAttempts: 3 })).toThrow('MaximumRetryAttempts is 3');
    },
  );

  documented(
    page,
    'The maximum amount of time Lambda retains an event in the asynchronous event queue, up to 6 hours.',
    async () => {
      const { send, settle, tries, records } = asynchronous(failing, { ...onFailure, MaximumEventAgeInSeconds: 90 });
      await send({});
      await settle(60_000);
      expect(tries()).toBe(2);
      await settle(30_000);
      expect(records()).toMatchObject([
        { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 } },
      ]);
      expect(() => asynchronous(failing, { MaximumEventAgeInSeconds: 21_601 })).toThrow(
        'MaximumEventAgeInSeconds is 21601',
      );
    },
  );
});
