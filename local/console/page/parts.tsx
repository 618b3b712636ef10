import { useState, type ReactNode } from 'react';
import type { Live } from './http.ts';

/** A panel's head: what it shows, and what narrows it down. */
export function Head({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="head">
      <h2>{title}</h2>
      <div className="tools">{children}</div>
    </div>
  );
}

/** What is to be seen while there is nothing, or nothing yet. */
export function State({ of, empty }: { readonly of: Live<unknown>; readonly empty?: string | false | undefined }) {
  if (of.problem) {
    return (
      <p className="problem" role="alert">
        The local cloud does not answer: {of.problem} <button onClick={of.refresh}>Try again</button>
      </p>
    );
  }
  if (of.answer === undefined) return <p className="empty">Loading …</p>;
  return empty ? <p className="empty">{empty}</p> : null;
}

export function Copy({ text, label }: { readonly text: string; readonly label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => {
        setCopied(false);
      }, 1_500);
    });
  };
  return (
    <button className="quiet" onClick={copy} aria-label={`Copy ${label}`}>
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  );
}

export function Time({ at }: { readonly at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={at}>
      {date.toLocaleDateString('en-CA')} {date.toLocaleTimeString('en-GB')}
    </time>
  );
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d[\d.eE+-]*\b/g;

/** JSON, indented, its names and values told apart. */
export function Json({ value }: { readonly value: unknown }) {
  const text = JSON.stringify(value, null, 2);
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [all, string, colon] = match;
    parts.push(text.slice(end, match.index));
    const kind = colon ? 'name' : string ? 'string' : 'value';
    parts.push(
      <span key={match.index} className={`json-${kind}`}>
        {string ?? all}
      </span>,
      colon ?? '',
    );
    end = match.index + all.length;
  }
  return (
    // It scrolls sideways: who has no mouse needs to get there.
    <pre className="json" tabIndex={0}>
      {parts}
      {text.slice(end)}
    </pre>
  );
}

/** A text with the names of documents in it, which become links. */
export function WithDocuments({ text, documents }: { readonly text: string; readonly documents: readonly string[] }) {
  const named = documents.find((name) => text.includes(name));
  if (!named) return text;
  const [before, after] = text.split(named);
  return (
    <>
      {before}
      <Document name={named} />
      {after}
    </>
  );
}

export function Document({ name }: { readonly name: string }) {
  return (
    <a href={`/_console/documents/${name}`} target="_blank" rel="noreferrer">
      {name}
    </a>
  );
}
