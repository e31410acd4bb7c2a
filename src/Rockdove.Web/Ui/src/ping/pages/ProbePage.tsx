import type { JSX } from 'preact';
import { Show } from '../../parts/fetched';
import { read } from '../api';
import { href } from '../places';
import type { ProbeDetail } from '../shapes';
import { way } from '../text/cells';
import { w } from '../text/words';
import { ProbeParts } from './ProbeParts';
import { Sheet } from './Sheet';
import { useKept } from './useKept';

/** One probe by its number, which an alert or a message names: `#/probe/12`. */
export function ProbePage({ rest }: { rest: string[] }): JSX.Element {
  const id = Number(rest[0]);
  const detail = useKept<ProbeDetail>(abort => read(`probes/${id}`, abort), `${id}`, []);
  return (
    <Sheet title={w('probe', { id: rest[0] ?? '' })}>
      <Show of={detail} failed={w('probeFailed')}>
        {({ probe }) => (
          <>
            <p class="moment">
              <a href={href('pair', probe.from, probe.to)}>{way(probe)}</a>
            </p>
            <ProbeParts id={id} />
          </>
        )}
      </Show>
    </Sheet>
  );
}
