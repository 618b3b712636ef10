import type { Program } from 'acorn';
import { full } from 'acorn-walk';

/** A piece of the text to be replaced. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** @param edits by their starts; none overlaps another */
export function applyEdits(code: string, edits: readonly Edit[]): string {
  let text = '';
  let at = 0;
  for (const edit of edits) {
    text += code.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + code.slice(at);
}

/** The place in the author's text of a place in the edited one; of a call of a method, where the call begins. */
export class Positions {
  readonly #code: string;
  readonly #edited: string;
  readonly #edits: readonly Edit[];
  /** Starts of calls, by the start of the method's name: there the engine sees the call. */
  readonly #calls = new Map<number, number>();

  constructor(code: string, program: Program, edits: readonly Edit[], edited: string) {
    this.#code = code;
    this.#edits = edits;
    this.#edited = edited;
    full(program, (node) => {
      if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
      this.#calls.set(node.callee.property.start, node.start);
    });
  }

  original({ line, column }: Position): Position {
    const lines = this.#edited.split('\n', line);
    const lineStart = lines.slice(0, line - 1).reduce((length, text) => length + text.length + 1, 0);
    const offset = this.#originalOffset(lineStart + column - 1);
    const before = this.#code.slice(0, this.#calls.get(offset) ?? offset).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }

  #originalOffset(offset: number): number {
    let shift = 0;
    for (const { start, end, text } of this.#edits) {
      if (offset < start + shift) break;
      if (offset < start + shift + text.length && start === end) return start;
      shift += text.length - (end - start);
    }
    return offset - shift;
  }
}
