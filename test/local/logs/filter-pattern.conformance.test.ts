import { describe, expect } from 'vitest';
import { filterPattern } from '../../../local/logs/filter-pattern.ts';
import { documented } from '../support/documented.ts';

const page = 'AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html';

const lines = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 401] UNAUTHORIZED REQUEST',
  '[ERROR 419] MISSING ARGUMENTS',
  '[ERROR 420] INVALID ARGUMENTS',
];
const [badRequest, unauthorized, missing, invalid] = lines;
const matched = (pattern: string, all: readonly string[] = lines) => all.filter(filterPattern(pattern));

describe('terms', () => {
  documented(
    page,
    'The following code snippet shows an example of a single-term filter pattern that returns all log events where messages contain the word ERROR.',
    () => {
      expect(matched('ERROR')).toEqual(lines);
      expect(matched('ERROR', ['INFO started'])).toEqual([]);
    },
  );

  documented(
    page,
    'The following code snippet shows an example of a multiple-term filter pattern that returns all log events where messages contain the words ERROR and ARGUMENTS.',
    () => expect(matched('ERROR ARGUMENTS')).toEqual([missing, invalid]),
  );

  documented(
    page,
    'Place a question mark ("?") before the terms that you want to match. The following code snippet shows an example of a filter pattern that returns all log events where messages contain the word ERROR or ARGUMENTS and the words ERROR and ARGUMENTS.',
    () => expect(matched('?ERROR ?ARGUMENTS', [...lines, 'ARGUMENTS', 'INFO'])).toEqual([...lines, 'ARGUMENTS']),
  );

  documented(
    page,
    'The following code snippet shows an example of a filter pattern that returns log events where messages contain the exact phrase INTERNAL SERVER ERROR.',
    () => {
      const phrases = ['[ERROR 500] INTERNAL SERVER ERROR', 'ERROR: SERVER, INTERNAL'];
      expect(matched('"INTERNAL SERVER ERROR"', phrases)).toEqual([phrases[0]]);
    },
  );

  documented(
    page,
    'The following code snippet shows an example of a filter pattern that returns log events where messages include the term ERROR and exclude the term ARGUMENTS.',
    () => expect(matched('ERROR -ARGUMENTS')).toEqual([badRequest, unauthorized]),
  );

  documented(page, 'You can match everything in your log events with double quotation marks.', () => {
    expect(matched('" "')).toEqual(lines);
    expect(matched('')).toEqual(lines);
  });

  documented(
    page,
    'Filter patterns are case sensitive. Enclose exact phrases and terms that include non-alphanumeric characters in double quotation marks ("").',
    () => {
      expect(matched('error')).toEqual([]);
      expect(() => filterPattern('code.js:1')).toThrow("Invalid character(s) in term 'code.js:1'");
      expect(matched('"code.js:1"', ['INFO - code.js:1:2: "x"'])).toHaveLength(1);
    },
  );

  documented(
    'AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html',
    'For information about the filter pattern syntax, see Filter and Pattern Syntax.',
    () => {
      for (const pattern of ['[w1=ERROR, w2]', '%AUTHORIZED%', '?ERROR ARGUMENTS', '{ $.a = %x% }']) {
        expect(() => filterPattern(pattern)).toThrow(/aren't run by the local Logs/);
      }
    },
  );
});

describe('JSON', () => {
  const trail = JSON.stringify({
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
  });
  const matches = (pattern: string, message: string = trail) => filterPattern(pattern)(message);

  documented(page, 'The metric filter matches the string "UpdateTrail" in the property "eventType".', () => {
    expect(matches('{ $.eventType = "UpdateTrail" }')).toBe(true);
    expect(matches('{ $.eventType = UpdateTrail }')).toBe(true);
    expect(matches('{ $.eventType = "updatetrail" }')).toBe(false);
    expect(matches('{ $.eventType != "UpdateTrail" }')).toBe(false);
  });

  documented(
    page,
    'The metric filter contains a wild card and matches the property "sourceIPAddress" because it doesn\'t contain a number with the prefix "123.123".',
    () => {
      expect(matches('{ $.sourceIPAddress != 123.123.* }')).toBe(true);
      expect(matches('{ $.sourceIPAddress != 111.111.* }')).toBe(false);
    },
  );

  documented(page, 'The metric filter matches the element "value" in the array "arrayKey".', () => {
    expect(matches('{ $.arrayKey[0] = "value" }')).toBe(true);
    expect(matches('{ $.arrayKey[1] = "value" }')).toBe(false);
  });

  documented(page, 'The metric filter matches the object "id":2 in the array "objectList".', () => {
    expect(matches('{ $.objectList[1].id = 2 }')).toBe(true);
    expect(matches('{ $.objectList[0].id = 2 }')).toBe(false);
  });

  documented(
    page,
    'The IS variable can match fields that contain the values NULL, TRUE, or FALSE. The following metric filter returns JSON logs where the value of SomeObject is NULL.',
    () => {
      expect(matches('{ $.SomeObject IS NULL }')).toBe(true);
      expect(matches('{ $.other IS NULL }')).toBe(false);
      expect(matches('{ $.ok IS TRUE }', '{"ok":true}')).toBe(true);
      expect(matches('{ $.ok IS FALSE }', '{"ok":true}')).toBe(false);
    },
  );

  documented(
    page,
    "The following metric filter uses NOT EXISTS to return JSON logs that don't contain the field SomeOtherObject.",
    () => {
      expect(matches('{ $.SomeOtherObject NOT EXISTS }')).toBe(true);
      expect(matches('{ $.SomeObject NOT EXISTS }')).toBe(false);
    },
  );

  documented(page, "The variables IS NOT and EXISTS currently aren't supported.", () => {
    expect(() => filterPattern('{ $.a EXISTS }')).toThrow("EXISTS isn't supported");
    expect(() => filterPattern('{ $.a IS NOT NULL }')).toThrow('Invalid JSON filter pattern');
  });

  documented(
    page,
    'Set off numeric operators with one of the following symbols: greater than (">"), less than ("<"), equal ("="), not equal ("!="), greater than or equal to (">="), or less than or equal to ("<=").',
    () => {
      const message = '{"n":60}';
      const judged = [
        '> 59',
        '> 60',
        '< 61',
        '< 60',
        '= 60',
        '= 61',
        '!= 61',
        '!= 60',
        '>= 60',
        '>= 61',
        '<= 60',
        '<= 59',
      ];
      expect(judged.map((one) => matches(`{ $.n ${one} }`, message))).toEqual(
        judged.map((_, index) => index % 2 === 0),
      );
    },
  );

  documented(
    page,
    'You can use integers that contain plus ("+") or minus ("-") symbols and follow scientific notation.',
    () => {
      expect(matches('{ $.number[0] = 1e-3 }', '{"number":[0.001]}')).toBe(true);
      expect(matches('{ $.number[0] != 1e+3 }', '{"number":[1000]}')).toBe(false);
      expect(matches('{ $.n = -5 }', '{"n":-5}')).toBe(true);
    },
  );

  documented(
    page,
    "If a property selector points to an array or object, the metric filter won't match the log format.",
    () => {
      expect(matches('{ $.arrayKey = "*" }')).toBe(false);
      expect(matches('{ $.objectList[0] != "x" }')).toBe(false);
      expect(matches('{ $.eventType = "*" }')).toBe(true);
    },
  );

  documented(
    page,
    'Compound expressions support the use of parentheses ("()") and the following standard order of operations: () > && > ||.',
    () => {
      const user = JSON.stringify({
        user: { id: 1, email: 'John.Stiles@example.com' },
        users: [{ id: 2, email: 'John.Doe@example.com' }],
        actions: ['GET', 'PUT', 'DELETE'],
        coordinates: [[0, 1, 2]],
      });
      expect(matches('{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', user)).toBe(true);
      const first = '$.user.email = "John.Stiles@example.com"';
      const never = '$.actions[2] = "nonmatch"';
      expect(matches(`{ ${first} || $.coordinates[0][1] = "nonmatch" && ${never} }`, user)).toBe(true);
      expect(matches(`{ (${first} || $.coordinates[0][1] = "nonmatch") && ${never} }`, user)).toBe(false);
      expect(matches('{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', user)).toBe(false);
      expect(() => filterPattern('{ ($.a = 1 }')).toThrow('Invalid JSON filter pattern');
    },
  );

  documented(page, 'Enclose metric filters in curly braces ("{}").', () => {
    expect(() => filterPattern('{ $.a = 1')).toThrow('Invalid JSON filter pattern');
    expect(matches('{ $.a = 1 }', 'INFO {"a":1}')).toBe(false);
    expect(matches('{ $.a = 1 }', '{"a":1')).toBe(false);
  });
});
