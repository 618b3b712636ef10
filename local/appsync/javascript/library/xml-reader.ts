const { fromCodePoint } = String;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const NAME = /[^\s<>/="']+/y;
const ENTITY = /&(#x[\da-f]+|#\d+|\w+);/gi;

/** An element as it stands in the text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  /** In order; text between elements that is only white space is left out. */
  readonly content: readonly (XmlElement | string)[];
}

/** Thrown for what is not well-formed. */
export class NotXml {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

function decode(text: string): string {
  let decoded = '';
  let end = 0;
  ENTITY.lastIndex = 0;
  for (let found = ENTITY.exec(text); found; found = ENTITY.exec(text)) {
    const reference = found[1] ?? '';
    const code = reference.startsWith('#x') ? parseInt(reference.slice(2), 16) : parseInt(reference.slice(1), 10);
    const character = reference.startsWith('#') ? fromCodePoint(code) : NAMED[reference];
    if (character === undefined) throw new NotXml(`&${reference}; is unknown`);
    decoded += text.slice(end, found.index) + character;
    end = ENTITY.lastIndex;
  }
  return decoded + text.slice(end);
}

/** Reads a document from its start to its end. */
class XmlReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): XmlElement {
    this.#misc();
    const element = this.#element();
    this.#misc();
    if (this.#at < this.#text.length) throw new NotXml('There is more than one root');
    return element;
  }

  /** What may stand around the root: white space, declarations, comments. */
  #misc(): void {
    for (;;) {
      this.#space();
      if (this.#isNext('<!--')) this.#past('-->');
      else if (this.#isNext('<?')) this.#past('?>');
      else if (this.#isNext('<!DOCTYPE')) this.#past('>');
      else return;
    }
  }

  #element(): XmlElement {
    this.#expect('<');
    const name = this.#name();
    const attributes = this.#attributes();
    if (this.#take('/>')) return { name, attributes, content: [] };
    this.#expect('>');
    const content = this.#content();
    this.#expect('</');
    if (this.#name() !== name) throw new NotXml(`${name} is not closed`);
    this.#space();
    this.#expect('>');
    return { name, attributes, content };
  }

  #attributes(): [string, string][] {
    const attributes: [string, string][] = [];
    for (;;) {
      this.#space();
      if (this.#isNext('>') || this.#isNext('/>')) return attributes;
      const name = this.#name();
      this.#space();
      this.#expect('=');
      this.#space();
      const quote = this.#take('"') ? '"' : "'";
      if (quote === "'") this.#expect("'");
      attributes.push([name, decode(this.#past(quote))]);
    }
  }

  #content(): (XmlElement | string)[] {
    const content: (XmlElement | string)[] = [];
    while (!this.#isNext('</')) {
      if (this.#take('<![CDATA[')) content.push(this.#past(']]>'));
      else if (this.#isNext('<!--')) this.#past('-->');
      else if (this.#isNext('<?')) this.#past('?>');
      else if (this.#isNext('<')) content.push(this.#element());
      else {
        const text = decode(this.#until('<')).trim();
        if (text !== '') content.push(text);
      }
    }
    return content;
  }

  #name(): string {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.#text)?.[0];
    if (name === undefined) throw new NotXml('A name is missing');
    this.#at += name.length;
    return name;
  }

  #space(): void {
    while (this.#at < this.#text.length && (this.#text[this.#at] ?? '').trim() === '') this.#at += 1;
  }

  #isNext(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    const isNext = this.#isNext(text);
    if (isNext) this.#at += text.length;
    return isNext;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new NotXml(`${text} is missing`);
  }

  #until(text: string): string {
    const end = this.#text.indexOf(text, this.#at);
    if (end < 0) throw new NotXml(`${text} is missing`);
    const found = this.#text.slice(this.#at, end);
    this.#at = end;
    return found;
  }

  #past(text: string): string {
    const found = this.#until(text);
    this.#at += text.length;
    return found;
  }
}

/** @throws NotXml */
export function readXml(text: string): XmlElement {
  return new XmlReader(text).read();
}
