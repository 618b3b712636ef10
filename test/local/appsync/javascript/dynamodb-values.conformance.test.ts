import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { useValue } from './harness.ts';

const PAGE = 'appsync/latest/devguide/dynamodb-helpers-in-util-dynamodb-js.html';
const valueOf = useValue();

const list = { L: [{ S: 'foo' }, { N: 123 }, { M: { bar: { S: 'baz' } } }] };
const map = { foo: { S: 'bar' }, baz: { N: 1234 }, beep: { L: [{ S: 'boop' }] } };

const examples: [quote: string, expression: string, expected: unknown][] = [
  ['Input: util.dynamodb.toDynamoDB("foo") Output: { "S" : "foo" }', `toDynamoDB("foo")`, { S: 'foo' }],
  ['Input: util.dynamodb.toDynamoDB(12345) Output: { "N" : 12345 }', `toDynamoDB(12345)`, { N: 12345 }],
  ['Input: util.dynamodb.toDynamoDB(true) Output: { "BOOL" : true }', `toDynamoDB(true)`, { BOOL: true }],
  [
    'Input: util.dynamodb.toDynamoDB([ "foo", 123, { "bar" : "baz" } ])',
    `toDynamoDB([ "foo", 123, { "bar" : "baz" } ])`,
    list,
  ],
  [
    'Input: util.dynamodb.toDynamoDB({ "foo": "bar", "baz" : 1234, "beep": [ "boop"] })',
    `toDynamoDB({ "foo": "bar", "baz" : 1234, "beep": [ "boop"] })`,
    { M: map },
  ],
  ['Input: util.dynamodb.toString("foo") Output: { "S" : "foo" }', `toString("foo")`, { S: 'foo' }],
  [
    'Input: util.dynamodb.toStringSet([ "foo", "bar", "baz" ]) Output: { "SS" : [ "foo", "bar", "baz" ] }',
    `toStringSet([ "foo", "bar", "baz" ])`,
    { SS: ['foo', 'bar', 'baz'] },
  ],
  ['Input: util.dynamodb.toNumber(12345) Output: { "N" : 12345 }', `toNumber(12345)`, { N: 12345 }],
  [
    'Input: util.dynamodb.toNumberSet([ 1, 23, 4.56 ]) Output: { "NS" : [ 1, 23, 4.56 ] }',
    `toNumberSet([ 1, 23, 4.56 ])`,
    { NS: [1, 23, 4.56] },
  ],
  ['Input: util.dynamodb.toBinary("foo") Output: { "B" : "foo" }', `toBinary("foo")`, { B: 'foo' }],
  [
    'Input: util.dynamodb.toBinarySet([ "foo", "bar", "baz" ]) Output: { "BS" : [ "foo", "bar", "baz" ] }',
    `toBinarySet([ "foo", "bar", "baz" ])`,
    { BS: ['foo', 'bar', 'baz'] },
  ],
  ['Input: util.dynamodb.toBoolean(true) Output: { "BOOL" : true }', `toBoolean(true)`, { BOOL: true }],
  ['Input: util.dynamodb.toNull() Output: { "NULL" : null }', `toNull()`, { NULL: null }],
  ['Input: util.dynamodb.toList([ "foo", 123, { "bar" : "baz" } ])', `toList([ "foo", 123, { "bar" : "baz" } ])`, list],
  [
    'Input: util.dynamodb.toMap({ "foo": "bar", "baz" : 1234, "beep": [ "boop"] })',
    `toMap({ "foo": "bar", "baz" : 1234, "beep": [ "boop"] })`,
    { M: map },
  ],
  [
    'Input: util.dynamodb.toMapValues({ "foo": "bar", "baz" : 1234, "beep": [ "boop"] })',
    `toMapValues({ "foo": "bar", "baz" : 1234, "beep": [ "boop"] })`,
    map,
  ],
  [
    'Converts the key, bucket and region into the DynamoDB S3 Object representation.',
    `toS3Object("foo", "bar", "baz")`,
    { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz"}}' },
  ],
  [
    'Converts the key, bucket, region and optional version into the DynamoDB S3 Object representation.',
    `toS3Object("foo", "bar", "baz", "beep")`,
    { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz","version":"beep"}}' },
  ],
  [
    'Accepts the string value of a DynamoDB S3 Object and returns a map that contains the key, bucket, region and optional version.',
    `fromS3ObjectJson('{"s3":{"key":"foo","bucket":"bar","region":"baz","version":"beep"}}')`,
    { key: 'foo', bucket: 'bar', region: 'baz', version: 'beep' },
  ],
  [
    `It's opinionated about how it represents some types: e.g., it will use lists ("L") rather than sets ("SS", "NS", "BS").`,
    `toDynamoDB(["a", "b"])`,
    { L: [{ S: 'a' }, { S: 'b' }] },
  ],
  [
    'Each item in the list is also converted to its appropriate DynamoDB format.',
    `toList([null, [1]])`,
    { L: [{ NULL: null }, { L: [{ N: 1 }] }] },
  ],
];

for (const [quote, expression, expected] of examples) {
  documented(PAGE, quote, () => {
    expect(valueOf(`util.dynamodb.${expression}`)).toEqual(expected);
  });
}

documented(
  PAGE,
  'it returns only the contents of the DynamoDB attribute value, but not the whole attribute value itself',
  () => {
    const item = `{ a: 1, b: [null, 'x'], c: { d: true } }`;
    expect(valueOf(`util.dynamodb.toMap(${item}).M`)).toEqual(valueOf(`util.dynamodb.toMapValues(${item})`));
  },
);
