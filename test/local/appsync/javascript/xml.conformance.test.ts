import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { useValue } from './harness.ts';

const PAGE = 'appsync/latest/devguide/xml-helpers-in-util-xml-js.html';
const valueOf = useValue();

const one = `<?xml version="1.0" encoding="UTF-8"?>
<posts>
<post>
    <id>1</id>
    <title>Getting started with GraphQL</title>
</post>
</posts>`;
const two = `<?xml version="1.0" encoding="UTF-8"?>
<posts>
<post>
  <id>1</id>
  <title>Getting started with GraphQL</title>
</post>
<post>
  <id>2</id>
  <title>Getting started with AppSync</title>
</post>
</posts>`;
const first = { id: 1, title: 'Getting started with GraphQL' };

documented(PAGE, '{ "posts":{ "post":{ "id":1, "title":"Getting started with GraphQL" } } }', () => {
  expect(valueOf('util.xml.toMap(ctx.args.xml)', { arguments: { xml: one } })).toEqual({ posts: { post: first } });
});

documented(
  PAGE,
  '{ "posts":{ "post":[ { "id":1, "title":"Getting started with GraphQL" }, { "id":2, "title":"Getting started with AppSync" } ] } }',
  () => {
    expect(valueOf('util.xml.toMap(ctx.args.xml)', { arguments: { xml: two } })).toEqual({
      posts: { post: [first, { id: 2, title: 'Getting started with AppSync' }] },
    });
  },
);

documented(PAGE, 'This is similar to toMap, except that the output is a string.', () => {
  expect(JSON.parse(valueOf('util.xml.toJsonString(ctx.args.xml)', { arguments: { xml: one } }) as string)).toEqual({
    posts: { post: first },
  });
});

documented(
  PAGE,
  'You can set an optional boolean parameter to determine if you want to string-encode the JSON.',
  () => {
    const encoded = valueOf('util.xml.toJsonString(ctx.args.xml, true)', { arguments: { xml: one } }) as string;
    expect(JSON.parse(JSON.parse(encoded) as string)).toEqual({ posts: { post: first } });
    expect(valueOf('util.xml.toJsonString(ctx.args.xml, false)', { arguments: { xml: one } })).toBe(
      JSON.parse(encoded),
    );
  },
);
