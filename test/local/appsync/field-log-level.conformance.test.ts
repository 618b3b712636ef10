import { expect } from 'vitest';
import { DeploymentError } from '../../../local/errors.ts';
import { documented } from '../support/documented.ts';
import { startApi } from './support/api.ts';

const page = 'AWSCloudFormation/latest/UserGuide/aws-properties-appsync-graphqlapi-logconfig.html';
const cdk = 'cdk/api/v2/docs/aws-cdk-lib.aws_appsync.FieldLogLevel.html';

/** Lines of the console that AWS would have in the log group. */
async function consoleAt(FieldLogLevel: string): Promise<string[]> {
  const code = `export function request(ctx) {
  console.log('told', { n: 1 });
  console.error('refused');
  return { payload: 1 };
}
export function response(ctx) { return ctx.result; }`;
  const LogConfig = { CloudWatchLogsRoleArn: 'role-arn', FieldLogLevel };
  const api = await startApi({
    schema: 'type Query { value: Int }',
    resolvers: { 'Query.value': code },
    api: { LogConfig },
  });
  expect((await api.query('{ value }')).body).toEqual({ data: { value: 1 } });
  return api
    .logged()
    .split('\n')
    .filter((line) => line !== '');
}

const request = '[0-9a-f]{8}-[0-9a-f-]{27}';
const error = expect.stringMatching(new RegExp(`^${request} ERROR - code\\.js:3:\\d+: "refused"$`));
const info = expect.stringMatching(new RegExp(`^${request} INFO - code\\.js:2:\\d+: "told" \\{"n":1\\}$`));

documented(page, 'NONE: No field-level logs are captured.', async () => {
  expect(await consoleAt('NONE')).toEqual([]);
});

documented(cdk, 'Only Error messages appear in logs.', async () => {
  expect(await consoleAt('ERROR')).toEqual([error]);
});

documented(page, 'The user messages sent through $util.log.info and console.log.', async () => {
  expect(await consoleAt('INFO')).toEqual([info, error]);
});

documented(
  page,
  'The user messages sent through $util.log.info, $util.log.debug, console.log, and console.debug.',
  async () => {
    expect(await consoleAt('DEBUG')).toEqual([info, error]);
  },
);

documented(cdk, 'All messages (Debug, Error, Info, and Trace) appear in logs.', async () => {
  expect(await consoleAt('ALL')).toEqual([info, error]);
});

documented(page, 'The field logging level. Values can be NONE, ERROR, INFO, DEBUG, or ALL.', async () => {
  await expect(consoleAt('WARN')).rejects.toThrow(DeploymentError);
});
