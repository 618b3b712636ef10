import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide, KEY, refusal, runner } from './conformance.ts';
import { key } from './table.ts';

const CONDITIONS = guide('Expressions.ConditionExpressions');
const REFERENCE = guide('Expressions.OperatorsAndFunctions');
const strings = (...all: string[]) => ({ L: all.map((S) => ({ S })) });
const n = (N: string | number) => ({ N: String(N) });

describe('a condition', () => {
  documented(
    CONDITIONS,
    'If the condition expression evaluates to false, DynamoDB returns the following error message: The conditional request failed.',
    async () => {
      const run = await runner();
      const onlyNew = { ConditionExpression: 'attribute_not_exists(pk)' };
      await run.put({}, onlyNew);
      await expect(run.put({}, onlyNew)).rejects.toMatchObject({
        code: 'ConditionalCheckFailedException',
        message: 'The conditional request failed',
      });
    },
  );

  documented(
    CONDITIONS,
    'In this example, the ProductCategory comparison evaluates to true, but the Price comparison evaluates to false. This causes the condition expression to evaluate to false and the DeleteItem operation to fail.',
    async () => {
      const run = await runner();
      await run.put({ Price: n(650), ProductCategory: { S: 'Sporting Goods' } });
      const ConditionExpression = '(ProductCategory IN (:cat1, :cat2)) and (Price between :lo and :hi)';
      const values = {
        ':cat1': { S: 'Sporting Goods' },
        ':cat2': { S: 'Gardening Supplies' },
        ':lo': n(500),
        ':hi': n(600),
      };
      const remove = run('DeleteItem', { Key: KEY, ConditionExpression, ExpressionAttributeValues: values });
      await expect(remove).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    },
  );

  documented(
    CONDITIONS,
    'If the starting Price is 650, the UpdateItem operation reduces the Price to 575. If you run the UpdateItem operation again, the Price is reduced to 500. If you run it a third time, the condition expression evaluates to false, and the update fails.',
    async () => {
      const run = await runner();
      await run.put({ Price: n(650) });
      const reduce = () =>
        run.update(
          'SET Price = Price - :discount',
          { ':discount': n(75), ':limit': n(500) },
          { ConditionExpression: 'Price > :limit', ReturnValues: 'UPDATED_NEW' },
        );
      expect((await reduce())['Attributes']).toEqual({ Price: n(575) });
      expect((await reduce())['Attributes']).toEqual({ Price: n(500) });
      await expect(reduce()).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    },
  );

  documented(
    CONDITIONS,
    'The following example uses attribute_not_exists to delete a product only if it does not have a Price attribute.',
    async () => {
      const run = await runner();
      await run.put();
      expect(await run.holds('attribute_not_exists(Price)')).toBe(true);
      await run.put({ Price: n(1) });
      expect(await run.holds('attribute_not_exists(Price)')).toBe(false);
    },
  );

  documented(CONDITIONS, 'The following example deletes a product only if it has received poor reviews.', async () => {
    const run = await runner();
    await run.put({ ProductReviews: { M: { OneStar: strings('x') } } });
    expect(await run.holds('attribute_exists(ProductReviews.OneStar)')).toBe(true);
    expect(await run.holds('attribute_exists(ProductReviews.OneStar[1])')).toBe(false);
  });

  documented(
    CONDITIONS,
    'The following example uses attribute_type to delete a product only if it has a Color attribute of type String Set.',
    async () => {
      const run = await runner();
      await run.put({ Color: { SS: ['Red'] } });
      expect(await run.holds('attribute_type(Color, :v_sub)', { ':v_sub': { S: 'SS' } })).toBe(true);
      expect(await run.holds('attribute_type(Color, :v_sub)', { ':v_sub': { S: 'L' } })).toBe(false);
    },
  );

  documented(
    CONDITIONS,
    'The following example uses begins_with to delete a product only if the FrontView element of the Pictures map starts with a specific value.',
    async () => {
      const run = await runner();
      await run.put({ Pictures: { M: { FrontView: { S: 'http://a' } } } });
      expect(await run.holds('begins_with(Pictures.FrontView, :v)', { ':v': { S: 'http://' } })).toBe(true);
      expect(await run.holds('begins_with(Pictures.FrontView, :v)', { ':v': { S: 'https://' } })).toBe(false);
    },
  );

  documented(
    CONDITIONS,
    'You can check for an element in a set or look for a substring within a string by using the contains function.',
    async () => {
      const run = await runner();
      await run.put({ Color: { SS: ['Red', 'Green'] }, Brand: { S: 'The Company' }, parts: strings('a') });
      expect(await run.holds('contains(Color, :v)', { ':v': { S: 'Red' } })).toBe(true);
      expect(await run.holds('contains(Color, :v)', { ':v': { S: 'Re' } })).toBe(false);
      expect(await run.holds('contains(Brand, :v)', { ':v': { S: 'Company' } })).toBe(true);
      expect(await run.holds('contains(parts, :v)', { ':v': { S: 'a' } })).toBe(true);
    },
  );

  documented(
    CONDITIONS,
    'The following example uses size to delete a product only if the size of the VideoClip Binary attribute is greater than 64000 bytes.',
    async () => {
      const run = await runner();
      await run.put({ VideoClip: { B: Buffer.alloc(64_001).toString('base64') } });
      expect(await run.holds('size(VideoClip) > :v', { ':v': n(64_000) })).toBe(true);
      expect(await run.holds('size(VideoClip) > :v', { ':v': n(64_001) })).toBe(false);
    },
  );
});

describe('operators and functions', () => {
  documented(
    REFERENCE,
    'a BETWEEN b AND c - true if a is greater than or equal to b, and less than or equal to c.',
    async () => {
      const run = await runner();
      await run.put({ a: n(5) });
      const between = (b: number, c: number) => run.holds('a BETWEEN :b AND :c', { ':b': n(b), ':c': n(c) });
      expect([await between(5, 5), await between(1, 4), await between(6, 9)]).toEqual([true, false, false]);
      expect(await refusal(between(9, 1))).toContain('upper bound to be greater than or equal to lower bound');
    },
  );

  documented(
    REFERENCE,
    'a IN (b, c, d)  — true if a is equal to any value in the list — for example, any of b, c or d. The list can contain up to 100 values, separated by commas.',
    async () => {
      const run = await runner();
      await run.put({ a: n(5) });
      expect(await run.holds('a IN (:b, :c)', { ':b': n(1), ':c': n('5.0') })).toBe(true);
      expect(await run.holds('a IN (:b, :c)', { ':b': n(1), ':c': { S: '5' } })).toBe(false);
    },
  );

  documented(
    REFERENCE,
    'However, if you enclose a condition in parentheses, it is evaluated first. For example, the following evaluates to false:',
    async () => {
      const run = await runner();
      await run.put({ a: n(1), b: n(1) });
      const [a, b, c] = ['attribute_exists(a)', 'attribute_exists(b)', 'attribute_exists(c)'];
      expect(await run.holds(`${a} OR ${b} AND ${c}`)).toBe(true);
      expect(await run.holds(`(${a} OR ${b}) AND ${c}`)).toBe(false);
      expect(await run.holds(`NOT ${c} AND ${a}`)).toBe(true);
    },
  );

  documented(REFERENCE, 'These function names are case sensitive.', async () => {
    const run = await runner();
    expect(await refusal(run.holds('ATTRIBUTE_EXISTS(a)'))).toContain(
      'Invalid function name; function: ATTRIBUTE_EXISTS',
    );
  });

  documented(
    REFERENCE,
    'The path and the operand must be distinct; that is, contains (a, a) returns an error.',
    async () => {
      const run = await runner();
      expect(await refusal(run.holds('contains (a, a)'))).toContain('first operand must be distinct');
    },
  );

  documented(REFERENCE, 'You must use an expression attribute value for the type parameter.', async () => {
    const run = await runner();
    const message = await refusal(run.holds('attribute_type(a, :t)', { ':t': { S: 'List' } }));
    expect(message).toContain('Invalid attribute type name found; type: List');
  });

  documented(
    guide('Expressions.ExpressionAttributeValues'),
    'Expression attribute values in Amazon DynamoDB are substitutes for the actual values that you want to compare—values that you might not know until runtime.',
    async () => {
      const run = await runner();
      expect(await refusal(run.put({}, { ConditionExpression: 'a = :b' }))).toBe(
        '1 validation error detected: Invalid ConditionExpression: An expression attribute value used in expression ' +
          'is not defined; attribute value: :b',
      );
      const unused = { ConditionExpression: 'attribute_not_exists(a)', ExpressionAttributeValues: { ':b': n(1) } };
      expect(await refusal(run.put({}, unused))).toContain('unused in expressions: keys: {:b}');
    },
  );

  documented(
    guide('Expressions.ExpressionAttributeNames'),
    'In an expression, a dot (".") is interpreted as a separator character in a document path.',
    async () => {
      const run = await runner();
      await run.put({ 'Safety.Warning': { S: 'x' } });
      expect(await run.holds('attribute_exists(Safety.Warning)')).toBe(false);
      const names = { ExpressionAttributeNames: { '#sw': 'Safety.Warning' } };
      expect(await run.holds('attribute_exists(#sw)', undefined, names)).toBe(true);
    },
  );

  documented(
    guide('Expressions.ProjectionExpressions'),
    'To get only some, rather than all of the attributes, use a projection expression.',
    async () => {
      const run = await runner();
      await run('PutItem', {
        Item: { ...key('p'), a: n(1), parts: strings('x', 'y'), map: { M: { b: n(2), c: n(3) } } },
      });
      const { Item } = await run('GetItem', {
        Key: key('p'),
        ProjectionExpression: 'a, parts[1], #m.c, absent',
        ExpressionAttributeNames: { '#m': 'map' },
      });
      expect(Item).toEqual({ a: n(1), parts: strings('y'), map: { M: { c: n(3) } } });
    },
  );
});
