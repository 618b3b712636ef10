import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { CourseConnection, QueryCoursesArgs } from '../../generated/schema.ts';
import { catalogueCategory, toCourseSummary, type CardInList } from '../../model/card.ts';
import { invalid, type Fault } from '../../model/errors.ts';
import { CATALOGUE, INDEXES } from '../../model/indexes.ts';
import { DEFAULT_LIMIT, firstOf, line, pageLimit } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';
import { refuseIf } from '../steps/refuse.ts';

/** A mentor has a page or two of courses: an index of them by learners would be written for little. */
function unordered({ mentorId, sort }: QueryCoursesArgs): Fault | null {
  if (!mentorId || sort !== 'POPULAR') return null;
  return invalid('sort', 'combination', 'A mentor’s courses are listed newest first: leave out `sort` or `mentorId`.');
}

/** The index that narrows the list most, and its partition. What that does not say is filtered. */
function indexFor({ category, mentorId, sort }: QueryCoursesArgs) {
  if (mentorId) return 'publishedCoursesOfMentor';
  if (sort === 'POPULAR') return category ? 'popularCoursesOfCategory' : 'popularCourses';
  return category ? 'publishedCoursesOfCategory' : 'publishedCourses';
}

/** What is read and left out: a page costs as much, however little it shows. A level is a third of any list. */
function filterBy({ category, level, mentorId }: QueryCoursesArgs) {
  const categoryToo = mentorId && category ? catalogueCategory(category) : null;
  if (!categoryToo && !level) return null;
  return {
    expression: [...(categoryToo ? ['#category = :category'] : []), ...(level ? ['#course.#level = :level'] : [])].join(
      ' AND ',
    ),
    expressionNames: {
      ...(categoryToo ? { '#category': 'catalogueCategory' } : {}),
      ...(level ? { '#course': 'course', '#level': 'level' } : {}),
    },
    expressionValues: util.dynamodb.toMapValues({
      ...(categoryToo ? { ':category': categoryToo } : {}),
      ...(level ? { ':level': level } : {}),
    }),
  };
}

export function request(ctx: Context<QueryCoursesArgs>) {
  const { category, mentorId, limit, nextToken } = ctx.args;
  refuseIf(
    firstOf([
      pageLimit(limit),
      line('category', category, 1, 60),
      line('mentorId', mentorId, 1, 64),
      unordered(ctx.args),
    ]),
  );
  const index = indexFor(ctx.args);
  const filter = filterBy(ctx.args);
  return {
    operation: 'Query',
    index,
    query: {
      expression: '#partition = :partition',
      expressionNames: { '#partition': INDEXES[index].partitionKey },
      expressionValues: util.dynamodb.toMapValues({
        ':partition': mentorId ?? (category ? catalogueCategory(category) : CATALOGUE),
      }),
    },
    ...(filter ? { filter } : {}),
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context): CourseConnection {
  tokenOrError(ctx);
  orError(ctx);
  const page = ctx.result as { items: CardInList[]; nextToken?: string | null };
  return { items: page.items.map((card) => toCourseSummary(card)), nextToken: page.nextToken ?? null };
}
