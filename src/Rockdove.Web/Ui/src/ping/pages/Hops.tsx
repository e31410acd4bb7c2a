import type { JSX } from 'preact';
import { duration } from '../matrix/duration';
import type { Hop } from '../shapes';
import { w } from '../text/words';

/** Less than this is what clocks are off by anyway. */
const leastSkew = 1;

/** The servers on the way, from the first to the last, and how long the mail lay before each. */
export function Hops({ hops }: { hops: Hop[] }): JSX.Element {
  if (hops.length === 0) return <p class="hint">{w('noHops')}</p>;
  const longest = Math.max(1, ...hops.map(hop => hop.waitSeconds ?? 0));
  return (
    <ol class="hops">
      {hops.map((hop, at) => (
        <li key={at}>
          <span class="wait" title={w('hopWait')}>
            {hop.waitSeconds === undefined ? '–' : duration(hop.waitSeconds)}
            <i style={{ width: `${((hop.waitSeconds ?? 0) / longest) * 100}%` }} />
          </span>
          <div>
            <b>{hop.by ?? '?'}</b>
            <span class="hint">
              {' '}
              {[hop.from === undefined ? '' : `${w('from')} ${hop.from}`, hop.fromAddress, hop.with]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <span class={hop.isEncrypted ? 'tag' : 'tag plain'}>
              {hop.isEncrypted ? (hop.tls ?? w('hopTls')) : w('hopPlain')}
            </span>
            {hop.skewSeconds !== undefined && Math.abs(hop.skewSeconds) >= leastSkew && (
              <span class="tag">
                {w('hopClock')}{' '}
                {w(hop.skewSeconds > 0 ? 'ahead' : 'behind', { time: duration(Math.abs(hop.skewSeconds)) })}
              </span>
            )}
            <details>
              <summary>{w('rawField')}</summary>
              <pre>{hop.raw}</pre>
            </details>
          </div>
        </li>
      ))}
    </ol>
  );
}
