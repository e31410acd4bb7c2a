// The steps that a slider through time has.

export const ranges = ['24h', '7d', '90d'] as const;
export type Range = (typeof ranges)[number];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

interface Shape {
  length: number;
  step: number;
  /** What a bar stands for. */
  bar: number;
}

export const shapes: Record<Range, Shape> = {
  '24h': { length: day, step: 15 * minute, bar: hour },
  '7d': { length: 7 * day, step: hour, bar: hour },
  '90d': { length: 90 * day, step: day, bar: day },
};

/**
 * The moments of a range, the oldest first. They are round, so that the same moment is asked for again and again, and
 * end with the last one that is over.
 */
export function momentsOf(range: Range, now: Date, since?: Date): Date[] {
  const { length, step } = shapes[range];
  const last = Math.floor(now.getTime() / step) * step;
  const wanted = last - length + step;
  const first =
    since === undefined ? wanted : Math.max(wanted, Math.min(last, Math.ceil(since.getTime() / step) * step));
  const moments: Date[] = [];
  for (let at = first; at <= last; at += step) moments.push(new Date(at));
  return moments;
}

/** The moment that is nearest to another. */
export function nearest(moments: readonly Date[], to: Date): number {
  let best = 0;
  for (let at = 1; at < moments.length; at++) {
    const distance = (index: number): number => Math.abs(moments[index]!.getTime() - to.getTime());
    if (distance(at) < distance(best)) best = at;
  }

  return best;
}

/** The span that bars are asked for: whole bars, which cover the moments. */
export function spanOf(range: Range, now: Date): { since: Date; until: Date } {
  const { length, bar } = shapes[range];
  const until = Math.floor(now.getTime() / bar) * bar + bar;
  // A week of hours and one more would be more than is answered.
  return { since: new Date(until - length), until: new Date(until) };
}
