import { describe, expect } from 'vitest';
import { AwsError } from '../../../local/errors.ts';
import { documented } from '../support/documented.ts';
import { asynchronous, failing, queue } from './asynchronous-function.ts';
import { declared, functionOf, testCloud } from './fixture.ts';

const page = 'lambda/latest/dg/invocation-async.html';
const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/results';
const onFailure = { DestinationConfig: { OnFailure: { Destination: queue } } };
const onSuccess = { DestinationConfig: { OnSuccess: { Destination: queue } } };

describe('destinations', () => {
  documented(page, 'Send a record when the function successfully processes an asynchronous invocation.', async () => {
    const { send, records } = asynchronous('return event.n + 1;', onSuccess);
    await send({ n: 1 });
    expect(records()).toMatchObject([{ requestContext: { condition: 'Success' }, responsePayload: 2 }]);
  });

  documented(
    page,
    'Send a record when the event fails all processing attempts or exceeds the maximum age.',
    async () => {
      const { send, settle, records } = asynchronous(failing, onFailure);
      await send({});
      await settle(60_000);
      expect(records()).toEqual([]);
      await settle(120_000);
      expect(records()).toHaveLength(1);
    },
  );

  documented(page, '"condition": "RetriesExhausted", "approximateInvokeCount": 3', async () => {
    const { send, settle, records, cloud } = asynchronous(failing, onFailure);
    await send({ ORDER_IDS: ['9e07af03'] });
    await settle(60_000);
    await settle(120_000);
    expect(records()).toEqual([
      {
        version: '1.0',
        timestamp: new Date(cloud.clock.now()).toISOString(),
        requestContext: {
          requestId: expect.stringMatching(/^[\da-f-]{36}$/),
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:subject:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { ORDER_IDS: ['9e07af03'] },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: expect.objectContaining({ errorType: 'Error', errorMessage: 'no' }),
      },
    ]);
  });

  documented(
    page,
    'For Lambda (LambdaDestination), the invocation record is passed as the payload to the function.',
    async () => {
      const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:subject';
      const { send, logged } = asynchronous(
        'console.log("GOT " + JSON.stringify(event)); if (event.requestPayload) throw new Error("enough");',
        { MaximumRetryAttempts: 0, DestinationConfig: { OnSuccess: { Destination: functionArn } } },
      );
      await send({ n: 1 });
      expect(logged()).toContain('GOT {"version":"1.0"');
    },
  );

  documented(
    page,
    'For EventBridge (EventBridgeDestination), the invocation record is passed as the detail in the PutEvents call. The value for the source event field is lambda.',
    async () => {
      const config = { DestinationConfig: { OnSuccess: { Destination: bus } } };
      const { send, entries } = asynchronous('return 1;', config);
      await send({});
      expect(entries).toMatchObject([
        {
          EventBusName: bus,
          Source: 'lambda',
          DetailType: 'Lambda Function Invocation Result - Success',
          Detail: expect.stringContaining('"condition":"Success"'),
        },
      ]);
    },
  );

  documented(
    page,
    'The resource event field contains the function and destination Amazon Resource Names (ARNs).',
    async () => {
      const config = { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: bus } } };
      const { send, entries } = asynchronous(failing, config);
      await send({});
      expect(entries).toMatchObject([
        {
          DetailType: 'Lambda Function Invocation Result - Failure',
          Resources: ['arn:aws:lambda:us-east-1:000000000000:function:subject:$LATEST', bus],
        },
      ]);
    },
  );

  documented(page, 'To send events to a destination, your function needs additional permissions.', () => {
    const cloud = testCloud();
    const { lambda } = functionOf('', {}, cloud, { isAllowed: (_, action) => action !== 'sqs:SendMessage' });
    const properties = { FunctionName: 'subject', Qualifier: '$LATEST', ...onFailure };
    lambda.resourceTypes['AWS::Lambda::EventInvokeConfig'](
      declared('Config', 'AWS::Lambda::EventInvokeConfig', properties),
    );
    expect(() => lambda.start()).toThrow(
      'App/Config: The provided execution role does not have permissions to call SendMessage on SQS',
    );
  });
});

describe('dead-letter queues', () => {
  const deadLetters = { DeadLetterConfig: { TargetArn: queue } };

  documented(
    page,
    'Lambda sends the event to the dead-letter queue as-is, with additional information in attributes.',
    async () => {
      const { send, queues } = asynchronous(failing, { MaximumRetryAttempts: 0 }, deadLetters);
      await send({ n: 1 });
      expect(queues.bodies(queue)).toEqual(['{"n":1}']);
    },
  );

  documented(
    page,
    'it is used when an event fails all processing attempts or expires without being processed.',
    async () => {
      const { send, settle, queues } = asynchronous(failing, undefined, deadLetters);
      await send({});
      await settle(60_000);
      expect(queues.bodies(queue)).toEqual([]);
      await settle(120_000);
      expect(queues.bodies(queue)).toHaveLength(1);
    },
  );

  documented(page, 'RequestID (String) – The ID of the invocation request.', async () => {
    const { send, queues, logged } = asynchronous(failing, { MaximumRetryAttempts: 0 }, deadLetters);
    await send({});
    const [requestId] = /[\da-f-]{36}/.exec(logged()) ?? [];
    expect(queues.messages(queue)[0]?.attributes).toMatchObject({
      RequestID: { DataType: 'String', StringValue: requestId },
    });
  });

  documented(page, 'ErrorCode (Number) – The HTTP status code.', async () => {
    const { send, queues } = asynchronous(failing, { MaximumRetryAttempts: 0 }, deadLetters);
    await send({});
    expect(queues.messages(queue)[0]?.attributes).toMatchObject({
      ErrorCode: { DataType: 'Number', StringValue: '200' },
    });
  });

  documented(page, 'ErrorMessage (String) – The first 1 KB of the error message.', async () => {
    const { send, queues } = asynchronous(
      'throw new Error("x".repeat(2000));',
      { MaximumRetryAttempts: 0 },
      deadLetters,
    );
    await send({});
    expect(queues.messages(queue)[0]?.attributes).toMatchObject({
      ErrorMessage: { DataType: 'String', StringValue: 'x'.repeat(1024) },
    });
  });

  documented(
    page,
    "If Lambda can't send a message to the dead-letter queue, it deletes the event and emits the DeadLetterErrors metric.",
    async () => {
      const { send, settle, queues, tries, cloud } = asynchronous(failing, { MaximumRetryAttempts: 0 }, deadLetters);
      queues.send = () => {
        throw new AwsError('AccessDenied', 'no');
      };
      await send({});
      await settle(3_600_000);
      expect(tries()).toBe(1);
      expect(cloud.terminal.join()).toContain(`destination ${queue}: AccessDenied: no`);
    },
  );
});
