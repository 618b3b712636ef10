import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { DeploymentError } from '../errors.ts';

/** There is no engine, or it does not start. Whoever starts the cloud knows how its users name another one. */
export class NoEngineError extends DeploymentError {
  constructor(reason: string) {
    super(
      `No DynamoDB engine: ${reason}. Install @dynoxide/${process.platform}-${process.arch}, put a dynoxide on the PATH, ` +
        'or use any other DynamoDB endpoint.',
    );
  }
}

/**
 * Where the dynoxide program is: in the npm package for this system, else on the PATH.
 *
 * @throws DeploymentError when there is none
 */
export function findEngineBinary(): string {
  const program = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  const folders = [packageFolder(), ...(process.env['PATH'] ?? '').split(delimiter)].filter((folder) => folder !== '');
  const found = folders.map((folder) => join(folder, program)).find(isExecutable);
  if (found) return found;
  throw new NoEngineError(`@dynoxide/${process.platform}-${process.arch} is not installed`);
}

function packageFolder(): string {
  try {
    const require = createRequire(import.meta.url);
    return dirname(require.resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`));
  } catch {
    return '';
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
