/** What a request says of a condition key or policy variable (its name in lower case), or undefined. */
export type Lookup = (key: string) => string | readonly string[] | undefined;

export type TextMatcher = (actual: string, lookup: Lookup) => boolean;

export interface MatchRules {
  /** `*` stands for any characters, `?` for one. */
  readonly wildcards: boolean;
  readonly ignoreCase?: boolean;
  /** Wildcards in the first five parts of an ARN don't cross a colon; parts that are missing may be anything. */
  readonly arn?: boolean;
  /** `${aws:PrincipalArn}` is replaced, as in policies of version 2012-10-17. */
  readonly variables: boolean;
}

/** A stretch of a pattern. Wildcards count in `text` only. */
type Piece = { readonly text: string } | { readonly verbatim: string };

const VARIABLE = /\$\{([^}]*)\}/;
const ARN_PARTS = 6;

/** Compiles an element of a policy once, so that a match costs a comparison or one regular expression. */
export function textMatcher(pattern: string, rules: MatchRules): TextMatcher {
  if (rules.variables && hasVariable(pattern)) return variableMatcher(pattern, rules);
  if (rules.wildcards && pattern === '*') return () => true;
  if (rules.wildcards && (rules.arn || /[*?]/.test(pattern))) {
    const expression = expressionOf([{ text: pattern }], rules);
    return (actual) => actual === pattern || expression.test(actual);
  }
  if (!rules.ignoreCase) return (actual) => actual === pattern;
  const folded = pattern.toLowerCase();
  return (actual) => actual.toLowerCase() === folded;
}

export function hasVariable(pattern: string): boolean {
  return VARIABLE.test(pattern);
}

function variableMatcher(pattern: string, rules: MatchRules): TextMatcher {
  // An odd part is the inside of a variable, an even one is text.
  const parts = pattern.split(new RegExp(VARIABLE, 'g'));
  return (actual, lookup) => {
    const pieces: Piece[] = [];
    for (const [index, part] of parts.entries()) {
      const value = index % 2 === 0 ? undefined : valueOf(part, lookup);
      // A variable that the request doesn't have matches nothing.
      if (index % 2 === 1 && value === undefined) return false;
      pieces.push(value === undefined ? { text: part } : { verbatim: value });
    }
    return expressionOf(pieces, rules).test(actual);
  };
}

/** `key`, `key, 'default'`, or one of `*`, `?`, `$`, which stand for themselves. */
function valueOf(variable: string, lookup: Lookup): string | undefined {
  if (/^[*?$]$/.test(variable)) return variable;
  const [, key = '', fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable) ?? [];
  const value = lookup(key.toLowerCase());
  return typeof value === 'string' ? value : fallback;
}

function expressionOf(pieces: readonly Piece[], rules: MatchRules): RegExp {
  const [first] = pieces;
  const isArn = rules.arn === true && first !== undefined && 'text' in first && first.text.startsWith('arn:');
  let part = 1;
  let source = '';
  for (const piece of pieces) {
    if ('verbatim' in piece) {
      source += escape(piece.verbatim);
      continue;
    }
    for (const character of piece.text) {
      if (character === ':') part += 1;
      const any = isArn && part < ARN_PARTS ? '[^:]' : '.';
      if (rules.wildcards && character === '*') source += `${any}*`;
      else if (rules.wildcards && character === '?') source += any;
      else source += escape(character);
    }
  }
  if (isArn && part < ARN_PARTS) source += ':[^:]*'.repeat(ARN_PARTS - 1 - part) + ':.*';
  return new RegExp(`^${source}$`, rules.ignoreCase ? 'is' : 's');
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
