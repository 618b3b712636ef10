import type { PropertyReader } from '../../property-reader.ts';

/** A rule for pages of other origins. */
export interface CorsRule {
  /** With at most one `*` each. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** With at most one `*` each. */
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAgeSeconds: number | undefined;
}

export function corsRules(reader: PropertyReader): CorsRule[] {
  const rules = reader.objects('CorsRules').map((rule): CorsRule => {
    rule.ignore('Id');
    const methods = rule.texts('AllowedMethods');
    const unsupported = methods.find((method) => !['GET', 'PUT', 'POST', 'DELETE', 'HEAD'].includes(method));
    if (unsupported !== undefined) {
      rule.refuse(`Found unsupported HTTP method in CORS config. Unsupported method is ${unsupported}`);
    }
    const [origins, headers] = [rule.texts('AllowedOrigins'), rule.texts('AllowedHeaders')];
    if ([...origins, ...headers].some((pattern) => pattern.split('*').length > 2)) {
      rule.refuse('AllowedOrigins and AllowedHeaders can not have more than one wildcard each');
    }
    const exposed = rule.texts('ExposedHeaders');
    const maxAgeSeconds = rule.number('MaxAge');
    rule.finish();
    return { origins, methods, headers, exposed, maxAgeSeconds };
  });
  reader.finish();
  return rules;
}

/** The first rule that lets a page of this origin make the request. */
export function ruleFor(
  rules: readonly CorsRule[],
  origin: string,
  method: string,
  headers: readonly string[] = [],
): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.origins.some((pattern) => matches(pattern, origin)) &&
      rule.methods.includes(method) &&
      headers.every((header) => rule.headers.some((pattern) => matches(pattern.toLowerCase(), header.toLowerCase()))),
  );
}

function matches(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
