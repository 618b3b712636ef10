const { defineProperty } = Object;

/**
 * Refuses what a utility was given. AppSync reports it as an error of the code, `code.js:LINE:COLUMN: MESSAGE`, without
 * the kind of error in between.
 */
export function refuse(message: string): never {
  throw defineProperty(new Error(message), 'name', { value: '' });
}
