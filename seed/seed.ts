import type { ResourcesConfig } from 'aws-amplify';
import { readCourse } from './course-files.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from './people.ts';
import { openSession, type Session } from './session.ts';

const LESSONS_DONE = 5;

/**
 * Fills a dev stage with the demo through the public API, by people who are signed in. Meant for a stage without data.
 * @param makePerson makes somebody who can sign in with the demo's password and is in the groups: an operator's work
 */
export async function seed(client: ResourcesConfig, makePerson: (person: DemoPerson) => Promise<void>): Promise<void> {
  for (const person of Object.values(DEMO_PEOPLE)) await makePerson(person);
  const mentor = await openSession(client, DEMO_PEOPLE.mentor.email, DEMO_PASSWORD);
  const main = await writeCourse(mentor, 'serverless-graphql-on-aws', true);
  await writeCourse(mentor, 'draft-course', false);
  const mentor2 = await openSession(client, DEMO_PEOPLE.mentor2.email, DEMO_PASSWORD);
  await writeCourse(mentor2, 'dynamodb-in-an-hour', true);

  const student = await openSession(client, DEMO_PEOPLE.student.email, DEMO_PASSWORD);
  await student.run('mutation ($input: EnrollInput!) { enroll(input: $input) { status } }', {
    input: { courseId: main.id },
  });
  for (const lessonId of main.lessonIds.slice(0, LESSONS_DONE)) {
    await student.run('mutation ($input: CompleteLessonInput!) { completeLesson(input: $input) { percent } }', {
      input: { courseId: main.id, lessonId },
    });
  }
}

interface WrittenCourse {
  readonly id: string;
  readonly lessonIds: readonly string[];
}

async function writeCourse(author: Session, slug: string, publish: boolean): Promise<WrittenCourse> {
  const { modules, ...course } = readCourse(slug);
  const { createCourse } = await author.run<{ createCourse: { id: string } }>(
    'mutation ($input: CreateCourseInput!) { createCourse(input: $input) { id } }',
    { input: { ...course, clientToken: `seed-${slug}` } },
  );
  const lessonIds: string[] = [];
  for (const [index, { title, lessons }] of modules.entries()) {
    const { createModule } = await author.run<{ createModule: { id: string } }>(
      'mutation ($input: CreateModuleInput!) { createModule(input: $input) { id } }',
      { input: { courseId: createCourse.id, title, clientToken: `seed-${slug}-${index}` } },
    );
    for (const [place, lesson] of lessons.entries()) {
      const { createLesson } = await author.run<{ createLesson: { id: string } }>(
        'mutation ($input: CreateLessonInput!) { createLesson(input: $input) { id } }',
        {
          input: {
            ...lesson,
            courseId: createCourse.id,
            moduleId: createModule.id,
            clientToken: `seed-${slug}-${index}-${place}`,
          },
        },
      );
      lessonIds.push(createLesson.id);
    }
  }
  if (publish) {
    const { course: written } = await author.run<{ course: { version: number } }>(
      'query ($id: ID!) { course(id: $id) { version } }',
      { id: createCourse.id },
    );
    await author.run('mutation ($input: PublishCourseInput!) { publishCourse(input: $input) { status } }', {
      input: { id: createCourse.id, version: written.version },
    });
  }
  return { id: createCourse.id, lessonIds };
}
