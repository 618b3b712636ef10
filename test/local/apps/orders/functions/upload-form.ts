import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';

const s3 = new S3Client({ forcePathStyle: true });
const BUCKET = process.env['RECEIPTS'] ?? '';

/** A form by which a browser uploads the receipt of one order. */
export async function handler({ orderId }: { readonly orderId: string }) {
  return createPresignedPost(s3, {
    Bucket: BUCKET,
    Key: `receipts/${orderId}.txt`,
    Fields: { 'Content-Type': 'text/plain' },
    Conditions: [{ 'Content-Type': 'text/plain' }, ['content-length-range', 1, 1024]],
    Expires: 300,
  });
}
