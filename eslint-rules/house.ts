import { posix, relative, sep } from 'node:path';

/** Path of a linted file from the repository's root, with slashes on every system. */
export function pathInHouse(cwd: string, filename: string): string {
  return relative(cwd, filename).split(sep).join('/');
}

/** What a relative import names, as a path from the repository's root. Of a package: its own name, unchanged. */
export function importedPath(importer: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : specifier;
}
