import type { JSX } from 'preact';
import { ratio, summaryOf } from '../text/cells';
import { duration } from './duration';
import { timed } from './look';
import type { Tally } from './tally';

/** What came as it should, what came otherwise and what did not, as a bar. */
export function Bar({ good, flawed, failed }: { good: number; flawed: number; failed: number }): JSX.Element {
  const whole = Math.max(1, good + flawed + failed);
  return (
    <span class="share-bar" aria-hidden="true">
      {good > 0 && <i class="right" style={{ width: `${(good / whole) * 100}%` }} />}
      {flawed > 0 && <i class="otherwise" style={{ width: `${(flawed / whole) * 100}%` }} />}
      {failed > 0 && <i class="missing" style={{ width: `${(failed / whole) * 100}%` }} />}
    </span>
  );
}

/** The bar of a row or a column, with the numbers beside it. */
export function Arrived({ tally }: { tally: Tally }): JSX.Element {
  return (
    <span class="arrived" title={summaryOf(tally)}>
      {tally.measured > 0 && <Bar good={tally.good} flawed={tally.flawed} failed={tally.failed} />}
      <span>{ratio(tally.arrived, tally.measured)}</span>
    </span>
  );
}

export function Median({ seconds }: { seconds: number | undefined }): JSX.Element | null {
  if (seconds === undefined) return null;
  return <span class={`pill paint-${timed(seconds).paint}`}>{duration(seconds)}</span>;
}
