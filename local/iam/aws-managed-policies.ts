import { DeploymentError } from '../errors.ts';

const WRITE_LOGS = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  ],
};

/** By content, as AWS publishes them. */
const POLICIES: Readonly<Record<string, unknown>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': WRITE_LOGS,
  'arn:aws:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs': WRITE_LOGS,
};

/** @throws DeploymentError when the local IAM doesn't know what the policy says */
export function awsManagedPolicy(arn: string, role: string): unknown {
  const document = POLICIES[arn];
  if (document) return document;
  throw new DeploymentError(`${role}: the local IAM doesn't know the managed policy ${arn}; write its statements out.`);
}
