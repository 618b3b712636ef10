import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonInput } from '../../../local/json-input.ts';
import { members as eventMembers } from '../../../local/eventbridge/input.ts';
import { members as queueMembers } from '../../../local/sqs/input.ts';

const members = z.looseObject({ Name: z.string().optional(), Entries: z.array(z.looseObject({})).optional() });

describe('a request in JSON', () => {
  it('may be empty, leave members out, set them to null, and have more than are known', () => {
    const inputs = ['', '{}', '{"Name":null}', '{"More":{"of":1}}'].map((text) =>
      jsonInput(Buffer.from(text), members),
    );
    expect(inputs).toEqual([{}, {}, {}, { More: { of: 1 } }]);
  });

  it.each(['{', 'null', '[]', '5', '"x"', '{"Name":5}', '{"Entries":{}}', '{"Entries":[null]}', '{"Entries":[5]}'])(
    'that is %s is refused',
    (text) => {
      expect(() => jsonInput(Buffer.from(text), members)).toThrow(
        expect.objectContaining({ code: 'SerializationException', status: 400 }),
      );
    },
  );

  it.each([
    ['a queue', queueMembers, '{"QueueUrl":5}'],
    ['a queue', queueMembers, '{"MessageBody":{}}'],
    ['a queue', queueMembers, '{"Entries":[{"Id":5}]}'],
    ['a queue', queueMembers, '{"MessageAttributes":{"a":5}}'],
    ['a queue', queueMembers, '{"DelaySeconds":"5"}'],
    ['a bus', eventMembers, '{"Entries":[{"Detail":{}}]}'],
    ['a bus', eventMembers, '{"Entries":[{"Resources":"x"}]}'],
    ['a bus', eventMembers, '{"EventPattern":{}}'],
  ])('for %s has members of their type: not %3$s', (_, known: z.ZodType, text) => {
    expect(() => jsonInput(Buffer.from(text), known)).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });
});
