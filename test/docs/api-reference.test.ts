import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { apiReference } from '../../scripts/api-reference/reference.ts';

const banner = (name: string) => `# ──── ${name} ────`;

/** The part of a reference under one heading. */
function under(reference: string, heading: string): string {
  return reference.split(/^(?=#{2,4} )/m).find((part) => part.startsWith(`#### ${heading}\n`)) ?? '';
}

it('what npm run generate makes of the schema is committed: types and reference', async () => {
  await expect(promisify(execFile)(process.execPath, ['scripts/generate.ts', '--check'])).resolves.toMatchObject({
    stderr: '',
  });
});

describe('docs/api.md', () => {
  const reference = readFileSync('docs/api.md', 'utf8');

  it('has a heading for each of its links', () => {
    const headings = [...reference.matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
      text.toLowerCase().replaceAll('.', '').replaceAll(' ', '-'),
    );
    expect(new Set(headings).size).toBe(headings.length);
    const links = [...reference.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((anchor) => !headings.includes(anchor!))).toEqual([]);
  });
});

describe('a reference', () => {
  const reference = apiReference(`
    type Query {
      "All of them."
      things: [Thing!] @aws_api_key @aws_cognito_user_pools
      hidden: Thing
    }
    type Mutation {
      "Makes one. \`Conflict\` where there is one."
      make("What to make." input: MakeInput!): Thing @aws_cognito_user_pools(cognito_groups: ["Mentor", "Admin"])
    }
    type Subscription { made: Thing @aws_subscribe(mutations: ["make"]) @aws_cognito_user_pools }
${banner('Things')}
    "A thing."
    type Thing @aws_iam { "Its kind | its sort." kind: Kind! }
    input MakeInput { "Which kind." kind: Kind }
    enum Kind { "The one." ONE }
  `);

  it('says who may call a field, by which mode', () => {
    expect(under(reference, 'Query.things')).toContain('For everybody, by **API key**; anyone **signed in**.');
    expect(under(reference, 'Query.hidden')).toContain('For the backend, by **IAM**.');
    expect(under(reference, 'Mutation.make')).toContain('For who is **signed in** and in group `Mentor` or `Admin`.');
    expect(under(reference, 'type Thing')).toContain('Read by the backend, by **IAM**.');
  });

  it('says what a field takes, with the members of its input, what it answers and what it refuses with', () => {
    const make = under(reference, 'Mutation.make');
    expect(make).toContain('make(input: MakeInput!): Thing');
    expect(make).toContain('| `input` | [`MakeInput`](#type-makeinput)`!` | What to make. |');
    expect(make).toContain('| `input.kind` | [`Kind`](#type-kind) | Which kind. |');
    expect(make).toContain('Errors of its own: `Conflict`.');
    expect(under(reference, 'Query.things')).toContain('Answers `[`[`Thing`](#type-thing)`!]`.');
  });

  it('says which mutations a subscription hears', () => {
    expect(under(reference, 'Subscription.made')).toContain('Told by [`make`](#mutationmake).');
  });

  it('tells types and values, a bar in a text included', () => {
    expect(under(reference, 'type Thing')).toContain('| `kind` | [`Kind`](#type-kind)`!` | Its kind \\| its sort. |');
    expect(under(reference, 'type Kind')).toContain('| `ONE` | The one. |');
  });

  it('is not made of a field that no section would tell of', () => {
    expect(() => apiReference(`${banner('Roots')}\ntype Query { name: String }`)).toThrow('Query.name');
  });
});
