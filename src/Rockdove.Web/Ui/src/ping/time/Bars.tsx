import type { JSX } from 'preact';
import { dateTime } from '../../text/catalogue';
import type { Span, Sum } from '../shapes';
import { w } from '../text/words';
import { type Range, shapes, spanOf } from './moments';

export const otherwise = (sum: Sum): number => sum.spam + sum.late + sum.duplicate;
export const missing = (sum: Sum): number => sum.lost + sum.failed;

/** What became of probes, bar by bar. A bar is as high as many were sent in it. */
export function Bars(props: { spans: Span[]; range: Range; now: Date; at?: Date }): JSX.Element {
  const { spans, range, now, at } = props;
  const { since, until } = spanOf(range, now);
  const { bar } = shapes[range];
  const whole = until.getTime() - since.getTime();
  const most = Math.max(1, ...spans.map(span => span.probes.count));
  const width = 100 / (whole / bar);
  return (
    <div class="bars" role="img" aria-label={w('hourBars')}>
      {spans.map(({ start, probes }) => {
        const left = ((Date.parse(start) - since.getTime()) / whole) * 100;
        const good = probes.good - probes.duplicate;
        const title = w('barSays', {
          time: dateTime(new Date(start)),
          good,
          late: otherwise(probes),
          failed: missing(probes),
        });
        return (
          <span key={start} class="time-bar" title={title} style={{ left: `${left}%`, width: `${width}%` }}>
            <i class="right" style={{ height: `${(good / most) * 100}%` }} />
            <i class="otherwise" style={{ height: `${(otherwise(probes) / most) * 100}%` }} />
            <i class="missing" style={{ height: `${(missing(probes) / most) * 100}%` }} />
          </span>
        );
      })}
      {at !== undefined && <span class="at" style={{ left: `${((at.getTime() - since.getTime()) / whole) * 100}%` }} />}
    </div>
  );
}
