import { invalid, type Fault } from '../../model/errors.ts';
import { size, text } from '../../model/validation.ts';
import { bytesOf } from './outline.ts';

/**
 * Why a text of any lines can't be taken, or null. What has more characters than bytes are allowed is neither encoded
 * nor taken apart: a megabyte of it would outlast the time that a resolver has.
 * @param maxBytes of UTF-8
 */
export function shortText(field: string, value: string | null | undefined, maxBytes: number): Fault | null {
  const written = value ?? '';
  if (written.length > maxBytes) return invalid(field, 'size', `Shorten \`${field}\` to ${maxBytes} bytes.`);
  return size(field, bytesOf(written), maxBytes) ?? text(field, written);
}
