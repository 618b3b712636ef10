import type { PhoneNumber } from '../../generated/schema.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import type { PhoneCall } from '../../model/phone.ts';
import { addPhone } from './add.ts';
import { removePhone } from './remove.ts';
import { verifyPhone } from './verify.ts';

/** Phone numbers are proven by a code, and codes need what AppSync's JavaScript has not: chance, hashes, comparisons in constant time. */
export function handler(call: PhoneCall): Promise<FunctionAnswer<PhoneNumber>> {
  if (call.operation === 'add') return addPhone(call);
  if (call.operation === 'verify') return verifyPhone(call);
  return removePhone(call);
}
