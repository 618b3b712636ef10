import { describe, expect } from 'vitest';
import { inputTemplate } from '../../../local/pipes/input-template.ts';
import { documented } from '../support/documented.ts';
import { enrichmentArn, ofQueue, runningPipe, targetQueue } from './running-pipe.ts';

const page = 'eventbridge/latest/userguide/eb-pipes-input-transformation.html';

const facts = {
  pipeArn: 'arn:aws:pipe:us-east-1:123456789012:pipe/example',
  pipeName: 'example',
  sourceArn: 'arn:aws:sqs:us-east-1:123456789012:source',
  enrichmentArn: 'arn:aws:lambda:us-east-1:123456789012:function:enrich',
  targetArn: 'arn:aws:sqs:us-east-1:123456789012:target',
  ingestionTime: '2026-01-01T00:00:00.000Z',
};
const message = { attributes: { SenderId: 'AIDA' }, body: '{"key":"value"}' };
const made = (template: string, event: unknown = message) => inputTemplate(template, 'T')?.(event, facts);

describe('templates', () => {
  documented(page, 'InputTemplate: "Hello, sender"', () => {
    expect(made('"Hello, sender"')).toBe('Hello, sender');
  });

  documented(page, 'They can be free text, a JSON path to the event payload', () => {
    expect(made('<$.attributes.SenderId>')).toBe('AIDA');
  });

  documented(page, 'InputTemplate: "Hello, <$.attributes.SenderId>"', () => {
    expect(made('"Hello, <$.attributes.SenderId>"')).toBe('Hello, AIDA');
  });

  documented(page, '"key2": <$.body.key>, "d": <aws.pipes.event.ingestion-time>', () => {
    expect(made('{"key1": "value1", "key2": <$.body.key>, "d": <aws.pipes.event.ingestion-time>}')).toEqual({
      key1: 'value1',
      key2: 'value',
      d: facts.ingestionTime,
    });
  });

  documented(
    page,
    '"instance" : <$.detail.instance-id>, "state": <$.detail.state>, "pipeArn" : <aws.pipes.pipe-arn>, "pipeName" : <aws.pipes.pipe-name>, "originalEvent" : <aws.pipes.event.json>',
    () => {
      const event = { detail: { 'instance-id': 'i-0123456789', state: 'RUNNING' } };
      const template = `{
      "instance" : <$.detail.instance-id>,
      "state": <$.detail.state>,
      "pipeArn" : <aws.pipes.pipe-arn>,
      "pipeName" : <aws.pipes.pipe-name>,
      "originalEvent" : <aws.pipes.event.json>
    }`;
      expect(made(template, event)).toEqual({
        instance: 'i-0123456789',
        state: 'RUNNING',
        pipeArn: facts.pipeArn,
        pipeName: 'example',
        originalEvent: event,
      });
    },
  );

  for (const [quote, variable, expected] of [
    ['The ARN of the event source of the pipe.', 'aws.pipes.source-arn', facts.sourceArn],
    ['The ARN of the enrichment of the pipe.', 'aws.pipes.enrichment-arn', facts.enrichmentArn],
    ['The ARN of the target of the pipe.', 'aws.pipes.target-arn', facts.targetArn],
    [
      'The time at which the event was received by the input transformer.',
      'aws.pipes.event.ingestion-time',
      facts.ingestionTime,
    ],
    ['The event as received by the input transformer.', 'aws.pipes.event', JSON.stringify(message)],
  ] as const) {
    documented(page, quote, () => {
      expect(made(`{"it": <${variable}>}`)).toEqual({ it: expected });
    });
  }

  documented(page, 'those fields are decoded and turned into valid JSON.', () => {
    expect(made('{"it": <aws.pipes.event.json>}')).toEqual({ it: { ...message, body: { key: 'value' } } });
  });

  documented(page, 'For example, {"key": "value"} will become "{key: value}" when delivered to the target.', () => {
    expect(made('<$.body>')).toBe('{key:value}');
  });

  documented(page, 'wrap the source body data input transformer in JSON. For example, {"data": <$.data>}.', () => {
    expect(made('{"data": <$.body>}')).toEqual({ data: { key: 'value' } });
  });
});

describe('of a pipe', () => {
  documented(page, 'For enrichment, the event payload is coming from the source.', async () => {
    const { start, queues, calls } = runningPipe(
      { ...ofQueue(), Enrichment: enrichmentArn, EnrichmentParameters: { InputTemplate: '{"key": <$.body.key>}' } },
      { handlers: { [enrichmentArn]: () => [] } },
    );
    queues.put('{"key":1}', '{"key":2}');
    await start();
    expect(calls[0]?.payload).toEqual([{ key: 1 }, { key: 2 }]);
  });

  documented(
    page,
    'For targets, the event payload is what is returned from the enrichment, if one is configured on the pipe.',
    async () => {
      const { start, queues } = runningPipe(
        {
          ...ofQueue(),
          Enrichment: enrichmentArn,
          Target: targetQueue,
          TargetParameters: { InputTemplate: '{"was": <$.made>, "by": <aws.pipes.pipe-name>}' },
        },
        { handlers: { [enrichmentArn]: () => [{ made: [1, 2] }] } },
      );
      queues.put('a');
      await start();
      expect(queues.bodies(targetQueue)).toEqual(['{"was":[1,2],"by":"orders"}']);
    },
  );
});
