/** English names, as Java's formatter has them for the locale en_US. */
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November'],
  'December',
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const QUARTERS = ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter'];
const ERAS = ['Before Christ', 'Anno Domini'];

/** The names of a field for so many letters: 3 short, 4 full, 5 one character. */
export function namesOf(letter: string, count: number): readonly string[] {
  switch (letter) {
    case 'G':
      return count === 4 ? ERAS : count === 5 ? ['B', 'A'] : ['BC', 'AD'];
    case 'M':
    case 'L':
      return MONTHS.map((name) => shortened(name, count));
    case 'Q':
    case 'q':
      return count === 4 ? QUARTERS : ['1', '2', '3', '4'].map((number) => (count === 5 ? number : `Q${number}`));
    case 'a':
      return ['AM', 'PM'];
    default:
      return WEEKDAYS.map((name) => shortened(name, count));
  }
}

function shortened(name: string, count: number): string {
  return count === 4 ? name : name.slice(0, count === 5 ? 1 : 3);
}
