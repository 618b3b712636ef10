import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { readEnv } from '../shared/env.ts';
import { SIGN_IN_ENV } from './env.ts';

const env = readEnv(SIGN_IN_ENV);

/** Read once, at the cold start. */
export const tableName = env.TABLE;
export const userPoolId = env.USER_POOL_ID;
export const pool = new CognitoIdentityProviderClient({});
