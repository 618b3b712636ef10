/**
 * No byte from another origin, whatever a query, a message or a mail holds. Monaco and GraphiQL write style elements, and
 * their fonts and pictures are data in their style sheets.
 */
export function contentSecurityPolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    // Older browsers don't take a WebSocket of the same origin for 'self'.
    `connect-src 'self' ws://${host}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%234f46e5'/%3E%3Cpath d='M4 12V4m0 5 5-5M6.5 7.5 11 12' stroke='white' stroke-width='2' fill='none' stroke-linecap='round'/%3E%3C/svg%3E";

export const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Console</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/_console/app.css">
</head>
<body>
<div id="root"><p class="loading">The console is being put together: a moment, the first time.</p></div>
<noscript>The console needs JavaScript.</noscript>
<script type="module" src="/_console/app.js"></script>
</body>
</html>
`;
