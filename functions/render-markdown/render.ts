import { runInNewContext } from 'node:vm';
import MarkdownIt from 'markdown-it';
import { clean } from './clean.ts';

/** Longer ones are no addresses, and a page that names one a thousand times would be megabytes. */
const MAX_URL = 2_048;
/** Ten times what an author can write. */
const MAX_HTML = 500_000;
/** Honest texts take some milliseconds. */
const TIMEOUT_MS = 2_000;

/** CommonMark with tables and strikethrough. Raw HTML is text: it is shown as it was written. */
const markdownIt = new MarkdownIt({ html: false, linkify: false });
// Whole addresses alone: what a relative one leads to is for the page that shows it, not for who wrote it.
markdownIt.validateLink = (url) => url.length <= MAX_URL && /^(https?:\/\/|mailto:)/i.test(url);

/**
 * Markdown as HTML that can do no harm. A text that was made to keep the renderer busy, or to become a page that nobody
 * can load, is shown as it was written.
 */
export function render(markdown: string): string {
  try {
    const html = runInNewContext('html()', { html: () => clean(markdownIt.render(markdown)) }, { timeout: TIMEOUT_MS });
    return typeof html === 'string' && html.length <= MAX_HTML ? html : asWritten(markdown);
  } catch {
    return asWritten(markdown);
  }
}

function asWritten(markdown: string): string {
  return `<pre>${markdownIt.utils.escapeHtml(markdown)}</pre>`;
}
