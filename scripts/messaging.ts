/** `npm run messaging -- --stage STAGE …`: what text messages and push notifications need beside the stacks. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stageConfig } from '../lib/config.ts';
import { LOCAL_CREDENTIALS, setUpMessaging, type Messaging } from './set-up-messaging.ts';
import { stageAccess } from './stage-access.ts';

const HELP = `Usage: npm run messaging -- [--stage dev] [--aws] [--fcm FILE]
         [--apns FILE --apns-key ID --apns-team ID --apns-bundle ID]

Lets SNS log what becomes of every message, and makes the platform applications that lib/config.ts names.
  --fcm FILE         the service account's key of Firebase Cloud Messaging, JSON
  --apns FILE        the signing key of Apple Push Notification service, .p8, with
  --apns-key ID      its key ID,
  --apns-team ID     the team ID, and
  --apns-bundle ID   the bundle ID of the app
Stage dev is the local cloud, which has to run: npm start has done all this. With --aws, or for another stage, your AWS
credentials are used. Safe to repeat; a platform without a file is left as it is.`;

const text = { type: 'string' } as const;

function credentialsOf(values: Readonly<Record<string, string | boolean | undefined>>): Messaging['credentials'] {
  const given = (name: string): string => {
    const value = values[name];
    if (typeof value !== 'string') throw new Error(`--${name} is missing. npm run messaging -- --help`);
    return value;
  };
  return {
    ...(values['fcm'] ? { FCM: { PlatformCredential: readFileSync(given('fcm'), 'utf8') } } : {}),
    ...(values['apns']
      ? {
          APNS: {
            PlatformCredential: readFileSync(given('apns'), 'utf8'),
            PlatformPrincipal: given('apns-key'),
            ApplePlatformTeamID: given('apns-team'),
            ApplePlatformBundleID: given('apns-bundle'),
          },
        }
      : {}),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string', default: 'dev' },
      aws: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      fcm: text,
      apns: text,
      'apns-key': text,
      'apns-team': text,
      'apns-bundle': text,
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { outputs, localUrl } = await stageAccess(values.stage, values.aws);
  const credentials = localUrl ? LOCAL_CREDENTIALS : credentialsOf(values);
  const arns = await setUpMessaging({ config: stageConfig(values.stage), outputs, localUrl, credentials });
  console.log(['SNS logs what becomes of every message.', ...arns].join('\n'));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
