/** What the limits of an expression are checked by; the engine itself parses and evaluates it. */
export interface ExpressionFacts {
  /** Operators and functions. */
  readonly operators: number;
  /** The longest list of an IN. */
  readonly operandsOfIn: number;
  /** Levels of the longest document path. */
  readonly levels: number;
  /** Placeholders of values that `<`, `<=`, `>`, `>=` or BETWEEN compare, with the operator. */
  readonly compared: readonly { readonly operator: string; readonly value: string }[];
  /** Placeholders of the lower and the upper bound of each BETWEEN. */
  readonly bounds: readonly (readonly [low: string, high: string])[];
  /** Paths on both sides of an operator. */
  readonly repeated: readonly { readonly operator: string; readonly path: string }[];
  /** Names of what is called and isn't a function. */
  readonly unknownFunctions: readonly string[];
  /** Placeholders of the type names that attribute_type is given. */
  readonly typeNames: readonly string[];
}

const TOKEN = /[#:]?[\w-]+(?:\[\d+\]|\.#?[\w-]+)*|<>|<=|>=|[=<>+\-(),]/g;
const WORDS = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN']);
const SYMBOLS = new Set(['=', '<>', '<', '<=', '>', '>=']);
const ORDERED = new Set(['<', '<=', '>', '>=']);
const FUNCTIONS = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'if_not_exists',
  'list_append',
  'size',
]);

const cache = new Map<string, ExpressionFacts>();
const cacheSize = 1_000;

/** @param isUpdate in an update expression `=` assigns: it is no operator */
export function expressionFacts(expression: string, isUpdate: boolean): ExpressionFacts {
  const name = `${isUpdate ? 'U' : 'C'}${expression}`;
  const known = cache.get(name);
  if (known) return known;
  const facts = read(expression.match(TOKEN) ?? [], isUpdate);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(name, facts);
  return facts;
}

function read(tokens: readonly string[], isUpdate: boolean): ExpressionFacts {
  const at = (index: number) => tokens[index] ?? '';
  const places = [...tokens.keys()];
  const of = (word: string) => places.filter((place) => at(place).toUpperCase() === word);
  const called = places.filter((place) => isCall(at(place), at(place + 1)));
  const symbols = tokens.filter((token) => (isUpdate ? token === '+' || token === '-' : SYMBOLS.has(token)));
  const betweens = of('BETWEEN').map((place) => {
    const high = at(endOfOperand(tokens, place + 1) + 2);
    return { first: at(place - 1), low: at(place + 1), high };
  });
  const lists = of('IN').map((place) => ({ first: at(place - 1), list: operandsOf(tokens, place + 2) }));
  const compares = isUpdate ? [] : places.filter((place) => SYMBOLS.has(at(place)));
  const words = tokens.filter((token) => WORDS.has(token.toUpperCase()));
  return {
    // The AND of a BETWEEN belongs to it.
    operators: symbols.length + words.length + called.length - betweens.length,
    operandsOfIn: Math.max(0, ...lists.map(({ list }) => list.length)),
    levels: Math.max(0, ...tokens.map((token) => token.split(/[.[]/).length)),
    compared: [
      ...betweens.flatMap(({ first, low, high }) =>
        [first, low, high].map((value) => ({ operator: 'BETWEEN', value })),
      ),
      ...places
        .filter((place) => ORDERED.has(at(place)))
        .flatMap((place) => [at(place - 1), at(place + 1)].map((value) => ({ operator: at(place), value }))),
    ].filter(({ value }) => value.startsWith(':')),
    bounds: betweens.map(({ low, high }) => [low, high] as const),
    repeated: [
      ...betweens.map(({ first, low, high }) => ({ operator: 'BETWEEN', path: first, others: [low, high] })),
      ...lists.map(({ first, list }) => ({ operator: 'IN', path: first, others: list })),
      ...compares.map((place) => ({ operator: at(place), path: at(place - 1), others: [at(place + 1)] })),
    ].filter(({ path, others }) => /^[#\w]/.test(path) && others.includes(path)),
    unknownFunctions: called.map(at).filter((name) => !FUNCTIONS.has(name)),
    typeNames: called.filter((place) => at(place) === 'attribute_type').map((place) => at(place + 4)),
  };
}

function isCall(token: string, after: string): boolean {
  return after === '(' && /^[a-z_]\w*$/i.test(token) && !WORDS.has(token.toUpperCase());
}

/** Of `size(a)` its parenthesis. */
function endOfOperand(tokens: readonly string[], start: number): number {
  return tokens[start + 1] === '(' ? tokens.indexOf(')', start) : start;
}

/** The operands of a list that begins at the token; a function's argument is none. */
function operandsOf(tokens: readonly string[], start: number): string[] {
  const operands: string[] = [];
  for (let place = start; place < tokens.length && tokens[place] !== ')'; place = endOfOperand(tokens, place) + 1) {
    const token = tokens[place] ?? '';
    if (token !== ',') operands.push(token);
    if (endOfOperand(tokens, place) < place) break;
  }
  return operands;
}
