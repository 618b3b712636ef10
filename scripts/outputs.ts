import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What clients and operators need to know of a stage, from its stacks' outputs. */
export interface StageOutputs {
  readonly region: string;
  readonly graphqlUrl: string;
  readonly apiKey: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly tableName: string;
  /** With which SNS logs what becomes of messages. */
  readonly snsStatusRoleArn: string;
}

/** Outputs by stack, as `cdk deploy --outputs-file` writes them and the local cloud returns them. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function stageOutputs(stacks: StackOutputs, stage: string, region: string): StageOutputs {
  const output = (stack: string, key: string): string => {
    const value = stacks[`Kalpla-${stage}-${stack}`]?.[key];
    if (!value) throw new Error(`The stack Kalpla-${stage}-${stack} has no output ${key}: is it deployed?`);
    return value;
  };
  return {
    region,
    graphqlUrl: output('Api', 'GraphqlUrl'),
    apiKey: output('Api', 'ApiKey'),
    userPoolId: output('Identity', 'UserPoolId'),
    userPoolClientId: output('Identity', 'UserPoolClientId'),
    tableName: output('Api', 'TableName'),
    snsStatusRoleArn: output('Work', 'SnsStatusRole'),
  };
}

/** `amplify_outputs.json` in the format of Amplify Gen 2. */
export function amplifyOutputs(outputs: StageOutputs) {
  return {
    version: '1.4',
    auth: {
      aws_region: outputs.region,
      user_pool_id: outputs.userPoolId,
      user_pool_client_id: outputs.userPoolClientId,
      username_attributes: ['email'],
      user_verification_types: ['email'],
      standard_required_attributes: ['email'],
      mfa_configuration: 'NONE',
      unauthenticated_identities_enabled: false,
      password_policy: {
        min_length: 10,
        require_lowercase: true,
        require_uppercase: true,
        require_numbers: true,
        require_symbols: true,
      },
    },
    data: {
      aws_region: outputs.region,
      url: outputs.graphqlUrl,
      api_key: outputs.apiKey,
      default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
      authorization_types: ['API_KEY', 'AWS_IAM'],
    },
  };
}

/**
 * A ResourcesConfig for the local cloud: the one line in which a local client differs. The outputs' format has no
 * endpoint for sign-in; and Amplify turns `http://` into `wss://` for real time unless it is written in capitals.
 */
export function localAmplifyConfig(outputs: StageOutputs, url: string) {
  return {
    Auth: {
      Cognito: {
        userPoolId: outputs.userPoolId,
        userPoolClientId: outputs.userPoolClientId,
        userPoolEndpoint: url,
        loginWith: { email: true },
      },
    },
    API: {
      GraphQL: {
        endpoint: outputs.graphqlUrl.replace(/^http:/, 'HTTP:'),
        region: outputs.region,
        apiKey: outputs.apiKey,
        defaultAuthMode: 'userPool' as const,
      },
    },
  };
}

/** Writes the files for clients, and one for our own scripts. @param folder usually `.kalpla` */
export function writeClientFiles(folder: string, outputs: StageOutputs, url: string): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, value: unknown) => {
    writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  };
  write('amplify_outputs.json', amplifyOutputs(outputs));
  write('amplify.local.json', localAmplifyConfig(outputs, url));
  write(LOCAL_STAGE_FILE, { url, pid: process.pid, outputs } satisfies LocalStage);
}

/** Where the local cloud runs and what it put out, for scripts that work on it. */
export interface LocalStage {
  readonly url: string;
  /** Its process. */
  readonly pid: number;
  readonly outputs: StageOutputs;
}

const LOCAL_STAGE_FILE = 'local-stage.json';

/** The stage that was started last on this machine, or null. */
export function readLocalStage(folder: string): LocalStage | null {
  const path = join(folder, LOCAL_STAGE_FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as LocalStage) : null;
}
