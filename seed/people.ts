import type { UserGroup } from '../generated/schema.ts';

/** A person of the demo. All have the same password, in stage dev only. */
export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly groups: readonly UserGroup[];
}

export const DEMO_PASSWORD = 'Kalpla-demo-1';

export const DEMO_PEOPLE = {
  student: { email: 'student@kalpla.test', name: 'Sami Student', groups: ['Student'] },
  student2: { email: 'student2@kalpla.test', name: 'Stella Student', groups: ['Student'] },
  mentor: { email: 'mentor@kalpla.test', name: 'Mira Mentor', groups: ['Student', 'Mentor'] },
  mentor2: { email: 'mentor2@kalpla.test', name: 'Matteo Mentor', groups: ['Student', 'Mentor'] },
  moderator: { email: 'moderator@kalpla.test', name: 'Mona Moderator', groups: ['Student', 'Moderator'] },
  admin: { email: 'admin@kalpla.test', name: 'Ada Admin', groups: ['Student', 'Admin'] },
} as const satisfies Record<string, DemoPerson>;
