import { describe, expect, test } from 'vitest';
import { logAccess } from '../../../local/log-access.ts';
import { newCloud } from '../support/cloud.ts';

describe('who writes to a log group', () => {
  test('is asked once, by the stream’s ARN', () => {
    const asked: string[] = [];
    const mayWrite = logAccess(newCloud(), '/aws/lambda/ship', (action, resource) => {
      asked.push(`${action} ${resource}`);
      return true;
    });
    expect([mayWrite(), mayWrite()]).toEqual([true, true]);
    const stream = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/ship:log-stream:local';
    expect(asked).toEqual([`logs:CreateLogStream ${stream}`, `logs:PutLogEvents ${stream}`]);
  });

  test('and may not, writes nothing, and the terminal says what is missing', () => {
    const cloud = newCloud();
    const mayWrite = logAccess(cloud, '/aws/lambda/ship', (action) => action === 'logs:CreateLogStream');
    expect([mayWrite(), mayWrite()]).toEqual([false, false]);
    expect(cloud.terminal).toHaveLength(1);
    expect(cloud.terminal[0]).toContain('/aws/lambda/ship stays empty: its writer may not logs:PutLogEvents on arn:');
  });
});
