const variable = /\$\{(!?)([^}]*)\}/g;

/** Replaces each `${name}` of an `Fn::Sub` template; `${!name}` stands for the literal `${name}`. */
export function substitute(template: string, valueOf: (name: string) => string): string {
  return template.replaceAll(variable, (_, literal: string, name: string) =>
    literal ? `\${${name}}` : valueOf(name.trim()),
  );
}

/** The names in an `Fn::Sub` template. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(variable)].filter(([, literal]) => !literal).map(([, , name]) => (name ?? '').trim());
}
