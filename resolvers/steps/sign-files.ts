import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { MediaUrl } from '../../generated/schema.ts';
import type { MediaFile, SignAnswer, SignCall } from '../../model/media-file.ts';

/** Has URLs of files signed, by a `FileSigner`. The caller may have them: that is decided before. */
export function signFiles(files: readonly MediaFile[]): LambdaRequest {
  const payload: SignCall = { files };
  return { operation: 'Invoke', payload };
}

/** The URLs in the order of the files, once `orError` has passed. */
export function signedFiles(ctx: Context): readonly MediaUrl[] {
  return (ctx.result as SignAnswer).urls;
}
