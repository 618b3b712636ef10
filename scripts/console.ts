import { globSync } from 'node:fs';
import type { ConsoleOptions } from '../local/console/console.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../seed/people.ts';

const QUERIES = [
  `# Choose above as whom you call, then run it: Ctrl-Enter.
query Courses {
  courses {
    items {
      id
      title
      slug
      mentor {
        displayName
      }
    }
    nextToken
  }
}
`,
  `# For anyone who is signed in.
query Me {
  me {
    id
    displayName
    email
    groups
  }
  myEnrollments {
    items {
      course {
        id
        title
      }
      progress {
        percent
        nextLessonId
      }
    }
  }
}
`,
];

/** What the local cloud's console is to know of Kalpla. */
export function consoleOptions(): ConsoleOptions {
  return {
    title: 'Kalpla',
    people: Object.values(DEMO_PEOPLE).map(({ email, name, groups }) => ({
      username: email,
      password: DEMO_PASSWORD,
      name,
      groups,
    })),
    entityAttribute: 'entity',
    queries: QUERIES,
    documents: globSync(['docs/runbooks/*.md', 'docs/audit.md']).sort(),
  };
}
