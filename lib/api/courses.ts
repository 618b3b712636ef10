import { NestedStack } from 'aws-cdk-lib';
import { LambdaDataSource, type BaseDataSource } from 'aws-cdk-lib/aws-appsync';
import type { Construct } from 'constructs';
import { CARD, COPY, COURSE, LEARNER, SLUG, TOKEN, UPLOADS, USER } from '../../model/keys.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

/** The catalogue, and what mentors write. */
export class CoursesApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, props: DomainProps) {
    super(scope, id);
    const { api, table } = props;
    const courses = new TableSource(this, 'Source', { api, table, domain: 'courses' })
      .allow(['GetItem'], [COURSE, USER, TOKEN])
      .allow(['BatchGetItem'], [COURSE, COPY, CARD, USER, LEARNER, UPLOADS])
      .allow(['PutItem'], [COURSE, COPY, CARD, SLUG, TOKEN])
      .allow(['UpdateItem'], [COURSE, COPY, UPLOADS])
      .allowIndexes([
        'courseBySlug',
        'publishedCourses',
        'publishedCoursesOfCategory',
        'popularCourses',
        'popularCoursesOfCategory',
        'publishedCoursesOfMentor',
      ]);
    const publish = [step('2-write', courses), step('3-reread', courses)];
    const duplicate = pipeline(step('1-decide', courses), step('2-write', courses), step('3-reread', courses));
    const decideThenWrite = pipeline(step('1-decide', courses), step('2-write', courses));

    this.fields = {
      'Query.courses': unit(courses),
      'Query.course': pipeline(step('1-read', courses), step('2-owner', courses)),
      'Query.lesson': pipeline(step('steps/decide-lesson', courses), step('steps/decide-lesson', courses)),
      'Lesson.html': unit(this.#renderer(props)),
      'Mutation.createCourse': decideThenWrite,
      'Mutation.duplicateCourse': duplicate,
      'Mutation.createModule': decideThenWrite,
      'Mutation.createLesson': decideThenWrite,
      'Mutation.publishCourse': pipeline(step('1-decide', courses), ...publish, ...publish, step('2-write', courses)),
    } satisfies Fields;
    addFields(this, api, 'courses', this.fields);
  }
  /** Makes HTML of Markdown, and may do nothing else. */
  #renderer({ api, config }: DomainProps): BaseDataSource {
    const render = new BackendFunction<readonly []>(this, 'Renderer', {
      name: 'render-markdown',
      config,
      environment: {},
    });
    return new LambdaDataSource(this, 'RendererSource', { api, name: 'lessonHtml', lambdaFunction: render });
  }
}
