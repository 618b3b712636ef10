import type { AccountItem } from '../../model/account.ts';
import type { NotificationLink } from '../../model/notification.ts';
import { env } from './environment.ts';
import { escapeHtml } from '../shared/html.ts';
import { linkUrl } from './link-url.ts';
import type { Mail } from './post.ts';

/** One thing that a mail tells. */
export interface Entry {
  readonly title: string;
  readonly text: string;
  readonly link?: NotificationLink;
}

export interface Letter {
  readonly to: Pick<AccountItem, 'email' | 'displayName'>;
  readonly subject: string;
  readonly entries: readonly Entry[];
  /** Null for what nobody can unsubscribe from. */
  readonly unsubscribe: string | null;
  /** Somebody without an account, who has nothing to choose yet. Default: false. */
  readonly toStranger?: boolean;
}

/** The mail in text and in HTML. What people have written is text in both: markup in a course's title stays text. */
export function render({ to, subject, entries, unsubscribe, toStranger = false }: Letter): Mail {
  const footer = footerOf(unsubscribe, toStranger);
  return {
    to: to.email,
    subject: oneLine(subject),
    text: textOf(to.displayName, entries, footer),
    html: htmlOf(to.displayName, subject, entries, footer),
    ...(unsubscribe ? { unsubscribeUrl: unsubscribe } : {}),
  };
}

/** A line break would end the header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

/** What stands at the end of a mail: words and where they lead. */
type Footer = readonly (readonly [words: string, url: string])[];

function footerOf(unsubscribe: string | null, toStranger: boolean): Footer {
  if (toStranger) return [['Sign up', `${env.APP_URL}/sign-up`]];
  return [
    ['Choose what you are told, and how', `${env.APP_URL}/settings/notifications`],
    ...(unsubscribe ? [['Unsubscribe from these mails', unsubscribe] as const] : []),
  ];
}

function textOf(name: string, entries: readonly Entry[], footer: Footer): string {
  const told = entries.flatMap(({ title, text, link }) => {
    const url = link && linkUrl(link);
    return [title, text, ...(url ? [url] : []), ''];
  });
  return [`Hello ${name},`, '', ...told, ...footer.map(([words, url]) => `${words}: ${url}`), ''].join('\n');
}

function htmlOf(name: string, subject: string, entries: readonly Entry[], footer: Footer): string {
  const told = entries.map(({ title, text, link }) => {
    const url = link && linkUrl(link);
    const heading = url ? `<a href="${escapeHtml(url)}">${escapeHtml(title)}</a>` : escapeHtml(title);
    return `<h2 style="font-size:18px">${heading}</h2>\n<p>${escapeHtml(text)}</p>`;
  });
  const small = footer.map(([words, url]) => `<a href="${escapeHtml(url)}">${words}</a>`);
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="font-family:sans-serif;max-width:600px;margin:auto">',
    `<p>Hello ${escapeHtml(name)},</p>`,
    ...told,
    `<p style="font-size:12px;color:#555">${small.join(' · ')}</p>`,
    '</body></html>',
  ].join('\n');
}
