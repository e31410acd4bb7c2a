import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { Show } from '../../parts/fetched';
import { Icon } from '../../parts/Icon';
import { dateTime } from '../../text/catalogue';
import { matrixAt, read } from '../api';
import { duration } from '../matrix/duration';
import { Findings } from '../matrix/Findings';
import { gridOf } from '../matrix/grid';
import { Legend } from '../matrix/Legend';
import { MatrixTable, Readout } from '../matrix/MatrixTable';
import { goTo, to } from '../places';
import type { Matrix } from '../shapes';
import { about, looks } from '../state';
import { way } from '../text/cells';
import { w } from '../text/words';
import { momentsOf, nearest } from '../time/moments';
import { RangeChoice } from '../time/RangeChoice';
import { range, readSpans } from '../time/range';
import { TimeSlider } from '../time/TimeSlider';
import { Sheet } from './Sheet';
import { useKept } from './useKept';

/** How many steps to each side are asked for before somebody goes there. */
const ahead = 2;

/** Who reaches whom, now or as it was: `#/matrix`, `#/matrix/2026-11-26T09:00:00.000Z`. */
export function MatrixPage({ rest }: { rest: string[] }): JSX.Element {
  const at = momentIn(rest[0]);
  const now = about.value === null ? new Date() : new Date(about.value.now);
  const since = about.value?.since === undefined ? undefined : new Date(about.value.since);
  const moments = momentsOf(range.value, now, since);
  const spans = useKept(abort => readSpans(range.value, now, {}, abort), range.value, [looks.value]);
  const matrix = useKept<Matrix>(
    abort => (at === null ? read('matrix', abort) : matrixAt(at.toISOString())),
    'matrix',
    [at?.getTime(), at === null ? looks.value : 0],
  );
  const move = (moment: Date | null): void =>
    goTo(moment === null ? to('matrix') : to('matrix', moment.toISOString()), false);
  useEffect(() => {
    if (at === null) return;
    const here = nearest(moments, at);
    for (let by = 1; by <= ahead; by++) {
      for (const near of [moments[here - by], moments[here + by]])
        if (near !== undefined) void matrixAt(near.toISOString());
    }
  }, [at?.getTime()]);
  return (
    <Sheet
      title={w('matrix')}
      end={
        <RangeChoice
          value={range.value}
          onChange={one => {
            range.value = one;
          }}
        />
      }
    >
      {about.value?.trouble !== undefined && (
        <p class="note warn" role="status">
          {w('trouble', { why: about.value.trouble })}
        </p>
      )}
      <TimeSlider
        range={range.value}
        moments={moments}
        spans={spans !== null && 'value' in spans ? spans.value : []}
        now={now}
        at={at}
        onMove={move}
      />
      <Show of={matrix} failed={w('matrixFailed')}>
        {value => <Shown matrix={value} at={at} onNow={() => move(null)} />}
      </Show>
    </Sheet>
  );
}

function Shown({ matrix, at, onNow }: { matrix: Matrix; at: Date | null; onNow: () => void }): JSX.Element {
  const moment = (
    <p class="moment">
      {at === null ? w('now') : w('asItWas')} · <time dateTime={matrix.at}>{dateTime(new Date(matrix.at))}</time>
      {at !== null && (
        <Button onClick={onNow} icon="retry">
          {w('backToNow')}
        </Button>
      )}
    </p>
  );
  if (matrix.cells.length === 0) {
    return (
      <>
        {moment}
        <div class="empty">
          <Icon name="grid" />
          <h2>{w(at === null ? 'emptyTitle' : 'emptyAt')}</h2>
          {at === null && <p>{w('emptyHint')}</p>}
        </div>
      </>
    );
  }

  const { all } = gridOf(matrix);
  return (
    <>
      <p class="headline" aria-live="polite">
        <b>{w('arrivedOf', { n: all.arrived, m: all.measured })}</b>
        {all.median !== undefined && ` · ${w('medianIs', { time: duration(all.median) })}`}
        {all.slowest !== undefined &&
          ` · ${w('slowestIs', { time: duration(all.slowest.deliverySeconds!), way: way(all.slowest) })}`}
      </p>
      {moment}
      <MatrixTable matrix={matrix} />
      <Readout />
      <Findings blame={matrix.blame} />
      <Legend matrix={matrix} />
    </>
  );
}

export function momentIn(word: string | undefined): Date | null {
  const moment = new Date(word ?? '');
  return Number.isNaN(moment.getTime()) ? null : moment;
}
