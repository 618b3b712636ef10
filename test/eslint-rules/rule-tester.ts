import { join } from 'node:path';
import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, it } from 'vitest';

RuleTester.describe = describe;
RuleTester.it = it;

/** Reads the code as TypeScript, without types. */
export const ruleTester = new RuleTester({ languageOptions: { parser } });

/** The absolute path of a file in the repository, as ESLint names what it lints. */
export function file(path: string): string {
  return join(process.cwd(), path);
}

/** A project of no files: the repository's own would be read whole for one line of code. */
const project = file('test/eslint-rules/project');

/** Languages options and file name of a resolver that is read with types. */
export const typedResolver = {
  filename: join(project, 'resolvers', 'typed-example.ts'),
  languageOptions: {
    parserOptions: { projectService: { allowDefaultProject: ['resolvers/*.ts'] }, tsconfigRootDir: project },
  },
};
