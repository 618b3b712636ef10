import { join } from 'node:path';
import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, it } from 'vitest';

RuleTester.describe = describe;
// The first case with types reads the whole project.
RuleTester.it = (name: string, check: () => void) => {
  it(name, check, 120_000);
};

/** Reads the code as TypeScript, without types. */
export const ruleTester = new RuleTester({ languageOptions: { parser } });

/** The absolute path of a file in the repository, as ESLint names what it lints. */
export function file(path: string): string {
  return join(process.cwd(), path);
}

/** Languages options and file name of a resolver that is read with types. */
export const typedResolver = {
  filename: file('resolvers/typed-example.ts'),
  languageOptions: {
    parserOptions: { projectService: { allowDefaultProject: ['resolvers/*.ts'] }, tsconfigRootDir: process.cwd() },
  },
};
