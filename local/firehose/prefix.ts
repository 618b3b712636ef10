import { randomUUID } from 'node:crypto';
import '@js-joda/timezone';
import { DateTimeFormatter, Instant, ZonedDateTime, ZoneId } from '@js-joda/core';

/** The beginning of an object's key. @param time the arrival of its oldest record, milliseconds since the epoch */
export type Prefix = (time: number) => string;

const byDefault = '!{timestamp:yyyy/MM/dd/HH/}';
const longest = 512;
const sampleFailure = 'processing-failed';
/** For a check of what a prefix comes to. */
const sampleTime = Date.UTC(2026, 11, 31, 23, 59, 59);

/**
 * @param errorSource of records that can't be processed: a stream without a transformation has none, so it is checked only
 * @param zone such as `UTC` or `Asia/Tokyo`
 * @throws Error that says, as Firehose does, what is wrong
 */
export function prefixOf(source: string | undefined, errorSource: string | undefined, zone: string): Prefix {
  const expressions = expressionsIn(source ?? '');
  if (expressions.some(({ value }) => value === 'error-output-type')) {
    throw new Error("Prefix can't contain !{firehose:error-output-type}");
  }
  if (expressions.length > 0 && errorSource === undefined) {
    throw new Error("ErrorOutputPrefix can't be null when Prefix contains expressions");
  }
  const errorExpressions = expressionsIn(errorSource ?? '');
  if (errorExpressions.length > 0 && !errorExpressions.some(({ value }) => value === 'error-output-type')) {
    throw new Error('ErrorOutputPrefix must include at least one instance of !{firehose:error-output-type}');
  }
  checkLength(evaluated(errorSource ?? '', zone), 'ErrorOutputPrefix');
  const isTimed = expressions.some(({ namespace }) => namespace === 'timestamp');
  const prefix = evaluated(isTimed ? (source ?? '') : `${source ?? ''}${byDefault}`, zone);
  checkLength(prefix, 'Prefix');
  return prefix;
}

/** `2018-08-27-10-30-05`, as in the names of objects. */
export function momentIn(zone: string): Prefix {
  return evaluated('!{timestamp:yyyy-MM-dd-HH-mm-ss}', zone);
}

interface Expression {
  readonly namespace: string;
  readonly value: string;
}

const expression = /!\{([^:{}]*):([^}]*)\}/g;

function expressionsIn(source: string): Expression[] {
  const found = [...source.matchAll(expression)].map(([, namespace = '', value = '']) => ({ namespace, value }));
  if (source.replaceAll(expression, '').includes('!{')) {
    throw new Error('the sequence !{ can only appear in !{namespace:value} expressions');
  }
  for (const { namespace, value } of found) {
    if (namespace === 'timestamp') continue;
    if (namespace !== 'firehose') throw new Error(`!{${namespace}:${value}} isn't run by the local Firehose`);
    if (value !== 'random-string' && value !== 'error-output-type') {
      throw new Error(`!{firehose:${value}} is no expression of Firehose's`);
    }
  }
  return found;
}

/** Every timestamp of a prefix is of the same instant, every random string is another. */
function evaluated(source: string, zone: string): Prefix {
  const zoneId = ZoneId.of(zone);
  const formatters = new Map(
    expressionsIn(source)
      .filter(({ namespace }) => namespace === 'timestamp')
      .map(({ value }) => [value, DateTimeFormatter.ofPattern(value)] as const),
  );
  return (time) => {
    const moment = ZonedDateTime.ofInstant(Instant.ofEpochMilli(time), zoneId);
    return source.replaceAll(expression, (_, namespace: string, value: string) => {
      if (namespace === 'timestamp') return formatters.get(value)?.format(moment) ?? '';
      return value === 'random-string' ? randomUUID().slice(0, 11) : sampleFailure;
    });
  };
}

function checkLength(prefix: Prefix, name: string): void {
  if (prefix(sampleTime).length <= longest) return;
  throw new Error(`${name} can't be greater than ${longest} characters after it is evaluated`);
}
