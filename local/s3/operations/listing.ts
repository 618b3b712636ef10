import { s3Error } from '../errors.ts';

/** Keys that one page has at most. */
const mostKeys = 1000;

/** @throws AwsError InvalidArgument */
export function limitOf(query: URLSearchParams): { readonly limit: number; readonly maxKeys: number } {
  const text = query.get('max-keys') ?? String(mostKeys);
  const maxKeys = Number(text);
  if (text === '' || !Number.isInteger(maxKeys) || maxKeys < 0 || maxKeys > 2 ** 31 - 1) {
    throw s3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range', {
      ArgumentName: 'max-keys',
      ArgumentValue: text,
    });
  }
  return { limit: Math.min(maxKeys, mostKeys), maxKeys: Math.min(maxKeys, mostKeys) };
}

/** How keys are written in a listing: a client may ask for what any XML parser reads. @throws AwsError InvalidArgument */
export function encoder(query: URLSearchParams): (text: string) => string {
  const type = query.get('encoding-type');
  if (type === null) return (text) => text;
  if (type !== 'url') throw s3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+');
}
