import { invalid, type Fault } from './errors.ts';

const MAX_CHARACTERS = 2_048;
const SCHEME = 'https://';
const HOST_CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.';
const DIGITS = '0123456789';
/** Printable ASCII that stands in no address, or that programs read in two ways. */
const UNSAFE = '"<>\\^`{|}';

function consistsOf(text: string, characters: string): boolean {
  return text.split('').every((character) => characters.includes(character));
}

/** `name.example`, with a port or without: no name or password before it. */
function isHost(authority: string): boolean {
  const [name = '', port, ...more] = authority.split(':');
  const labels = name.split('.');
  const last = labels[labels.length - 1] ?? '';
  return (
    more.length === 0 &&
    (port === undefined || (port.length > 0 && port.length <= 4 && consistsOf(port, DIGITS))) &&
    labels.length > 1 &&
    labels.every((label) => label.length > 0) &&
    consistsOf(name, HOST_CHARACTERS) &&
    // Numbers alone are no name: an address in somebody's own network, however it is written.
    !DIGITS.includes(last.slice(0, 1))
  );
}

/** The address of a page elsewhere: what a learner is sent to. Other alphabets are to be encoded. */
export function webAddress(field: string, value: string | null | undefined): Fault | null {
  if (value === null || value === undefined) return null;
  if (value.length > MAX_CHARACTERS) {
    return invalid(field, 'length', `Give \`${field}\` ${MAX_CHARACTERS} characters at most.`);
  }
  const rest = value.slice(SCHEME.length);
  const authority = (rest.split('/')[0] ?? '').split('?')[0]?.split('#')[0] ?? '';
  const isWritten = rest
    .split('')
    .every((character) => character > ' ' && character < '\u007f' && !UNSAFE.includes(character));
  if (value.startsWith(SCHEME) && isWritten && isHost(authority)) return null;
  return invalid(
    field,
    'format',
    `Give \`${field}\` a whole address without a name or password in it, such as \`https://example.com/page\`.`,
  );
}
