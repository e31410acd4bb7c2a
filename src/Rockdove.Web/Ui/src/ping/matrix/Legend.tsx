import type { JSX } from 'preact';
import type { Matrix } from '../shapes';
import { meaning } from '../text/cells';
import { w, wn } from '../text/words';
import { duration } from './duration';
import { latencyClass, legend, limits, lookOf } from './look';
import { Chip } from './TileFace';

/** What cells say, with how many say it. */
export function Legend({ matrix }: { matrix: Matrix }): JSX.Element {
  const times = new Array<number>(limits.length + 1).fill(0);
  const states = new Map<string, number>();
  for (const cell of matrix.cells) {
    const look = lookOf(cell);
    if (look.word === undefined) times[latencyClass(cell.deliverySeconds!)]!++;
    else states.set(look.word, (states.get(look.word) ?? 0) + 1);
  }

  return (
    <section class="legend" aria-label={w('legend')}>
      <div>
        <h2>{w('deliveredWithin')}</h2>
        <ol class="classes">
          {times.map((count, at) => (
            <li key={at}>
              <span class={`chip paint-c${at}`} title={wn('cellCount', count)}>
                {count}
              </span>
              <small>{at < limits.length ? limit(limits[at]!) : w('longer')}</small>
            </li>
          ))}
        </ol>
      </div>
      <ul class="states">
        {legend
          .filter(look => states.has(look.word!))
          .map(look => (
            <li key={look.word}>
              <Chip look={look} />
              {meaning(look)} <b>{states.get(look.word!)}</b>
            </li>
          ))}
        {(['cameRight', 'cameOtherwise', 'didNotCome'] as const).map((key, at) => (
          <li key={key}>
            <i class={`swatch ${['right', 'otherwise', 'missing'][at]}`} />
            {w(key)}
          </li>
        ))}
      </ul>
    </section>
  );
}

const limit = (seconds: number): string =>
  seconds === 60 ? '1\u00a0min' : duration(seconds).replace(/^(\d+)\.0/, '$1');
