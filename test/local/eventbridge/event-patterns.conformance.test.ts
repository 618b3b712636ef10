import { expect } from 'vitest';
import { parsePattern } from '../../../local/eventbridge/pattern.ts';
import { documented } from '../support/documented.ts';
import { documentedPatterns } from './documented-patterns.ts';

const guide = 'eventbridge/latest/userguide/';
const patterns = `${guide}eb-event-patterns.html`;
const operators = `${guide}eb-create-pattern-operators.html`;

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
const launch = { source: 'aws.autoscaling', resources: [], detail: { eventVersion: '', responseElements: null } };

documentedPatterns([
  {
    page: patterns,
    quote: 'The following event pattern processes all Amazon EC2 instance-termination events.',
    pattern: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['terminated'] },
    },
    matching: [instance],
    others: [
      { ...instance, source: 'aws.ec3' },
      { ...instance, detail: { state: 'running' } },
    ],
  },
  {
    page: patterns,
    quote:
      'For an event pattern to match an event, the event must contain all the field names listed in the event pattern.',
    pattern: { source: ['aws.ec2'], detail: { state: ['terminated'], reason: ['none'] } },
    matching: [{ ...instance, detail: { state: 'terminated', reason: 'none' } }],
    others: [instance],
  },
  {
    page: patterns,
    quote: 'The field names must also appear in the event with the same nesting structure.',
    pattern: { detail: { state: ['terminated'] } },
    matching: [instance],
    others: [{ state: 'terminated' }, { detail: { inner: { state: 'terminated' } } }],
  },
  {
    page: patterns,
    quote: "EventBridge ignores the fields in the event that aren't included in the event pattern",
    pattern: { source: ['aws.ec2'] },
    matching: [instance, { source: 'aws.ec2' }],
    others: [{ ...instance, source: 'aws.s3' }],
  },
  {
    page: patterns,
    quote:
      'For strings, EventBridge uses exact character-by-character matching without case-folding or any other string normalization.',
    pattern: { name: ['Café'] },
    matching: [{ name: 'Café' }],
    others: [{ name: 'café' }, { name: 'Café'.normalize('NFD') }, { name: 'Café ' }],
  },
  {
    page: patterns,
    quote: 'You can include strings enclosed in quotation marks ("), numbers, and the keywords true, false, and null.',
    pattern: { value: ['x', 1, true, null] },
    matching: ['x', 1, true, null].map((value) => ({ value })),
    others: ['1', 'true', 'null', false, 0].map((value) => ({ value })),
  },
  {
    page: patterns,
    quote: 'matches events where the value for the "source" field is either "aws.ec2" or "aws.fargate".',
    pattern: { source: ['aws.ec2', 'aws.fargate'] },
    matching: [{ source: 'aws.ec2' }, { source: 'aws.fargate' }],
    others: [{ source: 'aws.ecs' }],
  },
  {
    page: patterns,
    quote: 'The following event pattern matches any event that has a severity score of 1 and a count of 2.',
    pattern: { detail: { severity: { score: [1] }, count: [2] } },
    matching: [detail({ severity: { score: 1, description: 'Low' }, count: 2 })],
    others: [detail({ severity: { score: 2 }, count: 2 }), detail({ severity: { score: 1 }, count: 3 })],
  },
  {
    page: patterns,
    quote: 'For the preceding event, you can use the "responseElements" field to match.',
    pattern: { source: ['aws.autoscaling'], detail: { responseElements: [null] } },
    matching: [launch],
    others: [
      { ...launch, detail: { responseElements: 'null' } },
      { ...launch, detail: {} },
    ],
  },
  {
    page: patterns,
    quote: 'Location is "New York" and Day is "Monday"',
    pattern: { Location: ['New York'], Day: ['Monday'] },
    matching: [{ Location: 'New York', Day: 'Monday' }],
    others: [{ Location: 'New York' }, { Location: 'New York', Day: 'Sunday' }],
  },
  {
    page: patterns,
    quote: 'PaymentType is "Credit" or "Debit"',
    pattern: { PaymentType: ['Credit', 'Debit'] },
    matching: [{ PaymentType: 'Credit' }, { PaymentType: 'Debit' }],
    others: [{ PaymentType: 'Cash' }, {}],
  },
  {
    page: patterns,
    quote: 'Location is "New York", or Day is "Monday".',
    pattern: { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] },
    matching: [{ Location: 'New York', Day: 'Sunday' }, { Day: 'Monday' }],
    others: [{ Location: 'Boston', Day: 'Sunday' }, {}],
  },
  {
    page: patterns,
    quote: 'Weather is anything but "Raining"',
    pattern: { Weather: [{ 'anything-but': ['Raining'] }] },
    matching: [{ Weather: 'Sunny' }, { Weather: null }],
    others: [{ Weather: 'Raining' }, {}],
  },
  {
    page: patterns,
    quote: 'Price is more than 10, and less than or equal to 20',
    pattern: { Price: [{ numeric: ['>', 10, '<=', 20] }] },
    matching: [{ Price: 10.01 }, { Price: 20 }],
    others: [{ Price: 10 }, { Price: 20.01 }, { Price: '15' }],
  },
  {
    page: patterns,
    quote: '"Price": [ { "numeric": [ "=", 100 ] } ]',
    pattern: { Price: [{ numeric: ['=', 100] }] },
    matching: [{ Price: 100 }, { Price: 1e2 }],
    others: [{ Price: 100.5 }, { Price: '100' }],
  },
  {
    page: patterns,
    quote: '"Region": [ {"prefix": "us-" } ]',
    pattern: { Region: [{ prefix: 'us-' }] },
    matching: [{ Region: 'us-east-1' }],
    others: [{ Region: 'eu-west-1' }, { Region: 'aus-1' }],
  },
  {
    page: `${guide}eb-event-patterns-null-values.html`,
    quote:
      'To match events where the value of eventVersion is an empty string, use the following event pattern, which matches the preceding event.',
    pattern: { detail: { eventVersion: [''] } },
    matching: [launch],
    others: [detail({ eventVersion: null }), detail({})],
  },
  {
    page: `${guide}eb-event-patterns-null-values.html`,
    quote: "An event pattern that matches empty strings doesn't match values of null.",
    pattern: { detail: { responseElements: [''] } },
    matching: [detail({ responseElements: '' })],
    others: [launch],
  },
  {
    page: `${guide}eb-event-patterns-arrays.html`,
    quote: 'the first item in the event pattern array matches the second item in the event array.',
    pattern: {
      resources: [
        'arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f',
        'arn:aws:ec2:us-east-1:111122223333:instance/i-b188560f',
      ],
    },
    matching: [{ resources: ['arn:aws:autoscaling:x', 'arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f'] }],
    others: [{ resources: ['arn:aws:autoscaling:x'] }, { resources: [] }],
  },
  {
    page: `${guide}eb-event-patterns-arrays.html`,
    quote: 'the event pattern matches if the intersection of the event pattern array and the event array is non-empty.',
    pattern: { detail: { tags: [1, 'x', { prefix: 'y' }] } },
    matching: [detail({ tags: ['a', 'yes'] }), detail({ tags: [0, 1] })],
    others: [detail({ tags: ['1', 'a'] })],
  },
  {
    page: operators,
    quote: 'State is any value besides "initializing" or any other casing variation, such as "INITIALIZING".',
    pattern: { state: [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }] },
    matching: [{ state: 'running' }],
    others: [{ state: 'INITIALIZING' }, { state: 'initializing' }],
  },
  {
    page: operators,
    quote: 'FileName does not end with a .png extension.',
    pattern: { FileName: [{ 'anything-but': { suffix: '.png' } }] },
    matching: [{ FileName: 'a.jpg' }],
    others: [{ FileName: 'a.png' }],
  },
  {
    page: operators,
    quote: 'FileName is not a file path that includes /lib/.',
    pattern: { FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    matching: [{ FilePath: '/usr/bin/x' }],
    others: [{ FilePath: '/usr/lib/x' }],
  },
  {
    page: operators,
    quote: 'Service name starts with the letters "eventb", regardless of case.',
    pattern: { service: [{ prefix: { 'equals-ignore-case': 'eventb' } }] },
    matching: [{ service: 'EventBridge' }],
    others: [{ service: 'AEventBridge' }],
  },
  {
    page: operators,
    quote: 'Service name ends with the letters "tbridge", or any other casing variation, such as "TBRIDGE".',
    pattern: { service: [{ suffix: { 'equals-ignore-case': 'tBridge' } }] },
    matching: [{ service: 'EventBridge' }, { service: 'EVENTBRIDGE' }],
    others: [{ service: 'EventBridges' }],
  },
  {
    page: operators,
    quote: 'Any file with a .png extension, located within the folder "dir"',
    pattern: { FileName: [{ wildcard: 'dir/*.png' }] },
    matching: [{ FileName: 'dir/a.png' }, { FileName: 'dir/b/c.png' }],
    others: [{ FileName: 'other/a.png' }, { FileName: 'dir/a.jpg' }, { FileName: 'dir/.pn' }],
  },
]);

documented(
  patterns,
  'the value to match is in a JSON array, surrounded by square brackets ("[", "]") so that you can provide multiple values.',
  () => {
    expect(() => parsePattern({ source: 'aws.ec2' })).toThrow('"source" must be an object or an array');
  },
);
