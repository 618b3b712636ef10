import type { LambdaFunctionURLResult } from 'aws-lambda';
import { escapeHtml } from '../shared/html.ts';

/** A page of one sentence. @param button posts the page's own address */
export function page(
  statusCode: number,
  { title, text }: { readonly title: string; readonly text: string },
  button?: string,
): LambdaFunctionURLResult {
  const form = button ? `<form method="post"><button>${escapeHtml(button)}</button></form>` : '';
  return {
    statusCode,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    },
    body: [
      '<!doctype html>',
      `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>`,
      `<body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${form}</body></html>`,
    ].join('\n'),
  };
}
