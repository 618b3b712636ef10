import type { z } from 'zod';
import { AwsError } from './errors.ts';

/**
 * The members of a request in one of AWS's JSON protocols; a null one counts as left out.
 * @throws AwsError SerializationException for what is no JSON object, and for members of another type
 */
export function jsonInput<T>(body: Buffer, members: z.ZodType<T>): T {
  const { data, error } = members.safeParse(parsed(body.toString('utf8') || '{}'));
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw refused(`${issue?.path.join('.') || 'The request body'}: ${issue?.message}`);
}

function parsed(text: string): unknown {
  try {
    // Undefined removes the member.
    return JSON.parse(text, (_, value: unknown) => value ?? undefined);
  } catch {
    throw refused('The request body is not JSON.');
  }
}

function refused(message: string): AwsError {
  return new AwsError('SerializationException', message);
}
