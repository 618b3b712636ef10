import sanitize from 'sanitize-html';

/** How `markdown-it` aligns a cell. The attribute says the same without letting any style in. */
const ALIGNED = /^text-align:(left|center|right)$/;

function cell(tagName: string, { style = '' }: sanitize.Attributes): sanitize.Tag {
  const align = ALIGNED.exec(style)?.[1];
  return { tagName, attribs: align ? { align } : {} };
}

/**
 * HTML with nothing in it but what Markdown can say: by a list of what may stay, so that whatever gets past the renderer
 * ends here.
 */
export function clean(html: string): string {
  return sanitize(html, {
    allowedTags: [
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'pre', 'hr', 'ul', 'ol', 'li'],
      ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
      ...['a', 'img', 'br', 'em', 'strong', 's', 'code'],
    ],
    allowedAttributes: {
      a: ['href', 'title', 'rel'],
      img: ['src', 'alt', 'title'],
      ol: ['start'],
      th: ['align'],
      td: ['align'],
    },
    allowedClasses: { code: ['language-*'] },
    allowedSchemes: ['https', 'http', 'mailto'],
    allowedSchemesByTag: { img: ['https'] },
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'noopener nofollow' } }),
      th: cell,
      td: cell,
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs['src'],
  });
}
