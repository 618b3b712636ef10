import { readEnv } from './env.ts';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles of functions: Lambda gives a role's credentials by the
 * environment. Profiles, single sign-on and metadata services, which the SDK would look through, would be a fifth of
 * each bundle.
 */
export function defaultProvider() {
  return () => {
    const env = readEnv(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']);
    return Promise.resolve({
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      sessionToken: env.AWS_SESSION_TOKEN,
    });
  };
}
