import type { JSX } from 'preact';
import { IconButton } from '../../parts/Button';
import { dateTime } from '../../text/catalogue';
import type { Span } from '../shapes';
import { w } from '../text/words';
import { Bars } from './Bars';
import { nearest, type Range, spanOf } from './moments';

interface TimeSliderProps {
  range: Range;
  moments: Date[];
  spans: Span[];
  now: Date;
  /** Null for now. */
  at: Date | null;
  onMove: (to: Date | null) => void;
}

/** Goes through time: bars show where something happened, and the last step to the right is now. */
export function TimeSlider({ range, moments, spans, now, at, onMove }: TimeSliderProps): JSX.Element {
  const last = moments.length; // One step more than there are past moments.
  const value = at === null ? last : nearest(moments, at);
  const move = (index: number): void => onMove(index >= last ? null : (moments[Math.max(0, index)] ?? null));
  const { since, until } = spanOf(range, now);
  const whole = until.getTime() - since.getTime();
  const percent = (moment: Date): number => ((moment.getTime() - since.getTime()) / whole) * 100;
  const [left, right] = [percent(moments[0] ?? now), Math.min(100, percent(now))];
  const text = at === null ? w('now') : dateTime(at);
  return (
    <div class="time-slider">
      <IconButton icon="back" label={w('earlier')} shortcut="[" disabled={value <= 0} onClick={() => move(value - 1)} />
      <div class="track">
        <Bars spans={spans} range={range} now={now} at={at ?? now} />
        <input
          type="range"
          min={0}
          max={last}
          value={value}
          aria-label={w('timeTravel')}
          aria-valuetext={text}
          style={{ left: `calc(${left}% - 8px)`, width: `calc(${right - left}% + 16px)` }}
          onInput={event => move(event.currentTarget.valueAsNumber)}
        />
      </div>
      <IconButton icon="right" label={w('later')} shortcut="]" disabled={at === null} onClick={() => move(value + 1)} />
    </div>
  );
}
