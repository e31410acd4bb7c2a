import { signal } from '@preact/signals';
import { query, read } from '../api';
import type { Span } from '../shapes';
import { type Range, shapes, spanOf } from './moments';

/** The range that all pages show: who goes from one to the next looks at the same time. */
export const range = signal<Range>('24h');

const isByDay = (of: Range): boolean => shapes[of].bar === shapes['90d'].bar;

/** All pairs, or those of a sender or a receiver, in the hours or days of a range. */
export function readSpans(
  of: Range,
  now: Date,
  who: { from?: string; to?: string },
  abort: AbortSignal,
): Promise<Span[]> {
  const { since, until } = spanOf(of, now);
  const path = isByDay(of) ? 'days' : 'hours';
  return read(`${path}?${query({ ...who, since: since.toISOString(), until: until.toISOString() })}`, abort);
}
