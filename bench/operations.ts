import { administering } from './operations/administering.ts';
import { authoring } from './operations/authoring.ts';
import { drafting } from './operations/drafting.ts';
import { inbox } from './operations/inbox.ts';
import { learning } from './operations/learning.ts';
import { points } from './operations/points.ts';
import { reading } from './operations/reading.ts';
import { reviewing } from './operations/reviewing.ts';
import { rostering } from './operations/rostering.ts';
import { submitting } from './operations/submitting.ts';
import { teaching } from './operations/teaching.ts';
import { telling } from './operations/telling.ts';
import { uploading } from './operations/uploading.ts';
import type { Operation } from './operations/operation.ts';
import type { School } from './school.ts';

/**
 * Every operation that is measured, in the order of the report. They run in this order on one school: what reads
 * comes before what changes it.
 */
export function operationsIn(school: School): readonly Operation[] {
  return [
    ...reading(school),
    ...points(school),
    ...learning(school),
    ...reviewing(school),
    ...telling(school),
    ...uploading(school),
    ...inbox(school),
    ...rostering(school),
    ...teaching(school),
    ...authoring(school),
    ...submitting(school),
    ...drafting(school),
    ...administering(school),
  ];
}
