import { expect } from 'vitest';
import { parsePattern } from '../../../local/eventbridge/pattern.ts';
import { documented } from '../support/documented.ts';
import { documentedPatterns } from './documented-patterns.ts';

const guide = 'eventbridge/latest/userguide/';
const filtering = `${guide}eb-event-patterns-content-based-filtering.html`;

const detail = (members: unknown) => ({ detail: members });
const instance = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
  detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated' },
};
const numbers = {
  'c-count': [{ numeric: ['>', 0, '<=', 5] }],
  'd-count': [{ numeric: ['<', 10] }],
  'x-limit': [{ numeric: ['=', 3.018e2] }],
};
const withoutState = {
  'detail-type': ['EC2 Instance State-change Notification'],
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-02ebd4584a2ebd341'],
  detail: { 'c-count': { c1: 100 } },
};
const complex = {
  time: [{ prefix: '2017-10-02' }],
  detail: {
    state: [{ 'anything-but': 'initializing' }],
    'c-count': [{ numeric: ['>', 0, '<=', 5] }],
    'd-count': [{ numeric: ['<', 10] }],
    'x-limit': [{ 'anything-but': [100, 200, 300] }],
  },
};
const complexDetail = { state: 'running', 'c-count': 5, 'd-count': 9, 'x-limit': 301.8 };

documentedPatterns([
  {
    page: filtering,
    quote:
      'would match any event where the "time" field started with "2017-10-02" such as "time": "2017-10-02T18:43:48Z".',
    pattern: { time: [{ prefix: '2017-10-02' }] },
    matching: [{ time: '2017-10-02T18:43:48Z' }],
    others: [{ time: '2017-10-03T18:43:48Z' }],
  },
  {
    page: filtering,
    quote: 'You can use prefix matching for string values.',
    pattern: { count: [{ prefix: '1' }] },
    matching: [{ count: '12' }],
    others: [{ count: 12 }],
  },
  {
    page: filtering,
    quote: 'would match any event where the "FileName" field ends with the .png file extension.',
    pattern: { FileName: [{ suffix: '.png' }] },
    matching: [{ FileName: 'a.png' }, { FileName: '.png' }],
    others: [{ FileName: 'a.png.txt' }, { FileName: 'a.PNG' }],
  },
  {
    page: filtering,
    quote: "Anything-but matching matches anything except what's provided in the rule.",
    pattern: { detail: { state: [{ 'anything-but': 'initializing' }] } },
    matching: [detail({ state: 'running' }), detail({ state: 5 }), detail({ state: '' })],
    others: [detail({ state: 'initializing' })],
  },
  {
    page: filtering,
    quote: 'The following event pattern shows anything-but matching with strings and numbers.',
    pattern: { detail: { 'x-limit': [{ 'anything-but': 123 }] } },
    matching: [detail({ 'x-limit': 124 }), detail({ 'x-limit': '123' })],
    others: [detail({ 'x-limit': 123 })],
  },
  {
    page: filtering,
    quote: 'The following event pattern shows anything-but matching with a list of strings.',
    pattern: { detail: { state: [{ 'anything-but': ['stopped', 'overloaded'] }] } },
    matching: [detail({ state: 'running' })],
    others: [detail({ state: 'stopped' }), detail({ state: 'overloaded' })],
  },
  {
    page: filtering,
    quote: 'The following event pattern shows anything-but matching with a list of numbers.',
    pattern: { detail: { 'x-limit': [{ 'anything-but': [100, 200, 300] }] } },
    matching: [detail({ 'x-limit': 150 })],
    others: [100, 200, 300].map((limit) => detail({ 'x-limit': limit })),
  },
  {
    page: filtering,
    quote: 'anything-but matching that matches any event that doesn\'t have the prefix "init" in the "state" field.',
    pattern: { detail: { state: [{ 'anything-but': { prefix: 'init' } }] } },
    matching: [detail({ state: 'running' }), detail({ state: 'Init' })],
    others: [detail({ state: 'init' }), detail({ state: 'initializing' }), detail({})],
  },
  {
    page: filtering,
    quote: 'only matches events that are true for all fields.',
    pattern: { detail: numbers },
    matching: [detail({ 'c-count': 5, 'd-count': 9.99, 'x-limit': 301.8 })],
    others: [
      detail({ 'c-count': 0, 'd-count': 9, 'x-limit': 301.8 }),
      detail({ 'c-count': 5, 'd-count': 10, 'x-limit': 301.8 }),
      detail({ 'c-count': 5, 'd-count': 9, 'x-limit': 301 }),
    ],
  },
  {
    page: filtering,
    quote: 'Numeric matching works with values that are JSON numbers.',
    pattern: { a: [{ numeric: ['>', 1] }] },
    matching: [{ a: 2 }],
    others: [{ a: '2' }, { a: true }, { a: null }],
  },
  {
    page: filtering,
    quote: 'It is limited to values between -5.0e9 and +5.0e9 inclusive',
    pattern: { a: [{ numeric: ['>=', -5e9] }] },
    matching: [{ a: 5e9 }, { a: -5e9 }],
    others: [{ a: 5e9 + 1 }, { a: -5e9 - 1 }],
  },
  {
    page: filtering,
    quote: 'IP address matching to IP addresses that start with 10.0.0 and end with a number between 0 and 255.',
    pattern: { detail: { sourceIPAddress: [{ cidr: '10.0.0.0/24' }] } },
    matching: [detail({ sourceIPAddress: '10.0.0.0' }), detail({ sourceIPAddress: '10.0.0.255' })],
    others: [detail({ sourceIPAddress: '10.0.1.0' }), detail({ sourceIPAddress: '10.0.0.256' })],
  },
  {
    page: filtering,
    quote: 'You can use IP address matching for IPv4 and IPv6 addresses.',
    pattern: { ip: [{ cidr: '2001:db8::/32' }, { cidr: '10.0.0.0/8' }] },
    matching: [{ ip: '2001:db8:ffff::1' }, { ip: '10.255.0.1' }],
    others: [{ ip: '2001:db9::' }, { ip: '11.0.0.1' }],
  },
  {
    page: filtering,
    quote: 'The following event pattern matches any event that has a detail.state field.',
    pattern: { detail: { state: [{ exists: true }] } },
    matching: [instance, detail({ state: null }), detail({ state: '' })],
    others: [withoutState],
  },
  {
    page: filtering,
    quote:
      "The preceding event pattern does NOT match the following event because it doesn't have a detail.state field.",
    pattern: { detail: { state: [{ exists: false }] } },
    matching: [withoutState],
    others: [instance],
  },
  {
    page: filtering,
    quote: 'Exists matching only works on leaf nodes. It does not work on intermediate nodes.',
    pattern: { detail: { 'c-count': [{ exists: true }] } },
    matching: [detail({ 'c-count': 100 })],
    others: [withoutState],
  },
  {
    page: filtering,
    quote: 'matches any event that has a detail-type field that matches the specified string, regardless of case.',
    pattern: { 'detail-type': [{ 'equals-ignore-case': 'ec2 instance state-change notification' }] },
    matching: [withoutState, { 'detail-type': 'EC2 INSTANCE STATE-CHANGE NOTIFICATION' }],
    others: [{ 'detail-type': 'ec2 instance' }],
  },
  {
    page: filtering,
    quote: 'the following event pattern combines anything-but and numeric.',
    pattern: complex,
    matching: [{ time: '2017-10-02T18:43:48Z', detail: complexDetail }],
    others: [
      { time: '2017-10-03T18:43:48Z', detail: complexDetail },
      { time: '2017-10-02T18:43:48Z', detail: { ...complexDetail, 'x-limit': 100 } },
      { time: '2017-10-02T18:43:48Z', detail: { ...complexDetail, state: 'initializing' } },
    ],
  },
  {
    page: filtering,
    quote: 'if you include a key more than once the last reference will be the one used to evaluate events.',
    pattern: '{"detail": {"location": [{"prefix": "us-"}], "location": [{"anything-but": "us-east"}]}}',
    matching: [detail({ location: 'eu-west' })],
    others: [detail({ location: 'us-east' })],
  },
  {
    page: filtering,
    quote: 'Use $or to create an event pattern that matches if any of the values for multiple fields are matched.',
    pattern: { detail: { $or: Object.entries(numbers).map(([name, field]) => ({ [name]: field })) } },
    matching: [detail({ 'c-count': 5 }), detail({ 'd-count': -1 }), detail({ 'x-limit': 301.8, 'c-count': 9 })],
    others: [detail({ 'c-count': 6, 'd-count': 10, 'x-limit': 1 }), detail({})],
  },
  {
    page: filtering,
    quote:
      'Note that you can include other filter types, such as numeric matching and arrays, in your pattern matching for individual fields in your $or construct.',
    pattern: { source: ['a'], $or: [{ tags: ['x', 'y'] }, { detail: { n: [{ numeric: ['>', 1] }] } }] },
    matching: [
      { source: 'a', tags: ['z', 'y'] },
      { source: 'a', detail: { n: 2 } },
    ],
    others: [
      { source: 'b', tags: ['x'] },
      { source: 'a', tags: ['z'], detail: { n: 1 } },
    ],
  },
]);

documented(
  filtering,
  'will throw an InvalidEventPatternException if the use of $or results in over 1000 rule combinations.',
  () => {
    const or = (count: number) => Array.from({ length: count }, (_, index) => ({ [`f${index}`]: [1] }));
    const combinations = (last: number) => ({ a: { $or: or(10) }, b: { $or: or(10) }, c: { $or: or(last) } });
    expect(parsePattern(combinations(10)).matches({ a: { f9: 1 }, b: { f0: 1 }, c: { f5: 1 } })).toBe(true);
    expect(() => parsePattern(combinations(11))).toThrow(
      expect.objectContaining({ code: 'InvalidEventPatternException' }),
    );
  },
);

documented(
  filtering,
  'You can use anything-but matching with strings and numeric values, including lists that contain only strings, or only numbers.',
  () => {
    expect(() => parsePattern({ a: [{ 'anything-but': ['x', 'y'] }] })).not.toThrow();
    expect(() => parsePattern({ a: [{ 'anything-but': [1, 2] }] })).not.toThrow();
    expect(() => parsePattern({ a: [{ 'anything-but': ['x', 1] }] })).toThrow('mixed type is not supported');
  },
);
