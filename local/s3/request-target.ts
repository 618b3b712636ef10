import type { LocalRequest } from '../service.ts';
import { s3Error } from './errors.ts';

/** Bucket and key of a path-style request; empty where it names none. @throws AwsError InvalidArgument */
export function targetOf({ path }: Pick<LocalRequest, 'path'>): { readonly bucketName: string; readonly key: string } {
  const slash = path.indexOf('/', 1);
  const bucketName = slash < 0 ? path.slice(1) : path.slice(1, slash);
  try {
    return {
      bucketName: decodeURIComponent(bucketName),
      key: slash < 0 ? '' : decodeURIComponent(path.slice(slash + 1)),
    };
  } catch {
    throw s3Error('InvalidArgument', "Couldn't parse the specified URI.");
  }
}

/** Whether the request says itself that it is for S3: by the scope of its signature. */
export function isSignedForS3({ headers, query }: LocalRequest): boolean {
  const scope = /^[^/]+\/\d+\/[^/]*\/s3\/aws4_request/;
  const [, credential = ''] = /Credential=([^,\s]+)/.exec(headers['authorization'] ?? '') ?? [];
  return scope.test(credential) || scope.test(query.get('X-Amz-Credential') ?? '');
}
