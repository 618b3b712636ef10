import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { useRuntime, useValue } from './harness.ts';

const PAGE = 'appsync/latest/devguide/http-helpers-in-utils-http-js.html';
const run = useRuntime();
const valueOf = useValue();

const OF_THE_CONNECTION = [
  ...['transfer-encoding', 'connection', 'host', 'expect', 'keep-alive', 'upgrade', 'proxy-authenticate'],
  ...['proxy-authorization', 'te', 'content-length'],
];
const OF_APPSYNC = [
  ...['Access-Control-Allow-Credentials', 'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers'],
  ...['Access-Control-Max-Age', 'Access-Control-Allow-Methods', 'Access-Control-Allow-Headers', 'Vary', 'Content-Type'],
];

documented(PAGE, 'Copies the headers from the map, excluding the following restricted HTTP headers:', () => {
  const headers = Object.fromEntries([...OF_THE_CONNECTION, 'authorization', 'x-custom'].map((name) => [name, 'v']));
  expect(valueOf('util.http.copyHeaders(ctx.request.headers)', { request: { headers } })).toEqual({
    authorization: 'v',
    'x-custom': 'v',
  });
});

documented(PAGE, 'Adds a single custom header with the name (String) and value (Object) of the response.', () => {
  expect(run(`util.http.addResponseHeader('itemsCount', 7)`).responseHeaders).toEqual({ itemsCount: '7' });
});

documented(
  PAGE,
  "const headers = { headerInt: 12, headerString: 'stringValue', headerObject: { field1: 7, field2: 'string' } } util.http.addResponseHeaders(headers)",
  () => {
    expect(
      run(
        `util.http.addResponseHeaders({ headerInt: 12, headerString: 'stringValue', headerObject: { field1: 7, field2: 'string' } })`,
      ).responseHeaders,
    ).toEqual({ headerInt: '12', headerString: 'stringValue', headerObject: '{"field1":7,"field2":"string"}' });
  },
);

function refused(call: string): void {
  const { responseHeaders, appended } = run(call);
  expect(responseHeaders).toBeUndefined();
  expect(appended.map(({ type }) => type)).toEqual(['ResponseHeaderError']);
}

for (const name of [...OF_THE_CONNECTION, ...OF_APPSYNC]) {
  documented(
    PAGE,
    `In addition to the list of restricted headers for copyHeaders(headers), header names cannot match any of the following`,
    () => {
      refused(`util.http.addResponseHeader('${name}', 'v')`);
    },
  );
}

documented(PAGE, "Header names can't start with the restricted prefixes x-amzn- or x-amz-.", () => {
  refused(`util.http.addResponseHeader('x-amzn-requestid', 'v')`);
  refused(`util.http.addResponseHeader('X-Amz-Date', 'v')`);
});

documented(
  PAGE,
  "The size of custom response headers can't exceed 4 KB. This includes header names and values.",
  () => {
    refused(`util.http.addResponseHeader('a', ctx.stash.none ?? '${'x'.repeat(4_096)}')`);
    expect(run(`util.http.addResponseHeader('a', '${'x'.repeat(4_095)}')`).appended).toEqual([]);
  },
);

documented(
  PAGE,
  'However, if you define a custom header with the same name multiple times, the most recent definition appears in the response.',
  () => {
    expect(run(`util.http.addResponseHeader('a', 1); util.http.addResponseHeader('A', 2);`).responseHeaders).toEqual({
      A: '2',
    });
  },
);

documented(
  PAGE,
  "Headers with an empty or restricted name (String) or a null value (Object) will be ignored and yield a ResponseHeaderError error that is added to the operation's errors output.",
  () => {
    refused(`util.http.addResponseHeader('', 'v')`);
    refused(`util.http.addResponseHeader('a', null)`);
    refused(`util.http.addResponseHeader('a', ctx.args.missing)`);
  },
);

documented(
  PAGE,
  'The same limitations listed for the addResponseHeader(String, Object) method also apply to this method.',
  () => {
    const { responseHeaders, appended } = run(`util.http.addResponseHeaders({ vary: 'x', ok: 'y' })`);
    expect(responseHeaders).toEqual({ ok: 'y' });
    expect(appended).toHaveLength(1);
  },
);
