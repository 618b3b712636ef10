/** What a request says of a condition key or policy variable (its name in lower case), or undefined. */
export type Lookup = (key: string) => string | readonly string[] | undefined;

export type TextMatcher = (actual: string, lookup: Lookup) => boolean;

export interface MatchRules {
  /** `*` stands for any characters, `?` for one. */
  readonly wildcards: boolean;
  readonly ignoreCase?: boolean;
  /** `${aws:PrincipalArn}` is replaced, as in policies of version 2012-10-17. */
  readonly variables: boolean;
}

const VARIABLE = /\$\{([^}]*)\}/;

/** Compiles an element of a policy once, so that a match costs a comparison or one regular expression. */
export function textMatcher(pattern: string, rules: MatchRules): TextMatcher {
  if (rules.variables && VARIABLE.test(pattern)) return variableMatcher(pattern, rules);
  if (rules.wildcards && pattern === '*') return () => true;
  if (rules.wildcards && /[*?]/.test(pattern)) {
    const expression = expressionOf(sourceOf(pattern, rules, segments(pattern)), rules);
    return (actual) => expression.test(actual);
  }
  if (!rules.ignoreCase) return (actual) => actual === pattern;
  const folded = pattern.toLowerCase();
  return (actual) => actual.toLowerCase() === folded;
}

export function hasVariable(pattern: string): boolean {
  return VARIABLE.test(pattern);
}

function variableMatcher(pattern: string, rules: MatchRules): TextMatcher {
  // An odd piece is a variable's inside, an even one is text. Colons inside a variable don't part an ARN.
  const pieces = pattern.split(new RegExp(VARIABLE, 'g'));
  const position = segments(pieces.filter((_, index) => index % 2 === 0).join(''));
  return (actual, lookup) => {
    let source = '';
    for (const [index, piece] of pieces.entries()) {
      const value = index % 2 === 0 ? undefined : valueOf(piece, lookup);
      if (index % 2 === 1 && value === undefined) return false;
      source += value === undefined ? sourceOf(piece, rules, position, source === '') : escape(value);
    }
    return expressionOf(source, rules).test(actual);
  };
}

/** `key`, `key, 'default'`, or one of `*`, `?`, `$`, which stand for themselves. */
function valueOf(variable: string, lookup: Lookup): string | undefined {
  if (/^[*?$]$/.test(variable)) return variable;
  const [, key = '', fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable) ?? [];
  const value = lookup(key.toLowerCase());
  return typeof value === 'string' ? value : fallback;
}

/** Where an ARN's wildcards stand: in its first five parts they don't cross a colon. */
interface Segments {
  readonly isArn: boolean;
  colons: number;
}

function segments(pattern: string): Segments {
  return { isArn: pattern.startsWith('arn:') && pattern.split(':').length >= 6, colons: 0 };
}

function sourceOf(text: string, rules: MatchRules, position: Segments, restart = true): string {
  if (restart) position.colons = 0;
  let source = '';
  for (const character of text) {
    if (character === ':') position.colons += 1;
    const any = position.isArn && position.colons < 5 ? '[^:]' : '.';
    if (rules.wildcards && character === '*') source += `${any}*`;
    else if (rules.wildcards && character === '?') source += any;
    else source += escape(character);
  }
  return source;
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}

function expressionOf(source: string, rules: MatchRules): RegExp {
  return new RegExp(`^${source}$`, rules.ignoreCase ? 'is' : 's');
}
