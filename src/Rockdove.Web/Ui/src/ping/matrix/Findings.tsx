import type { JSX } from 'preact';
import { href } from '../places';
import type { Blame } from '../shapes';
import { blameOf } from '../text/cells';

/** Where a finding leads: to its pair, or to its account. */
export function whereOf({ kind, from, to }: Pick<Blame, 'kind' | 'from' | 'to'>): string | null {
  if (kind === 'prober') return null;
  if (kind === 'pair') return href('pair', from ?? '', to ?? '');
  return href('account', from ?? to ?? '');
}

/** Who is at fault, in sentences. */
export function Findings({ blame }: { blame: Blame[] }): JSX.Element | null {
  if (blame.length === 0) return null;
  return (
    <ul class="findings">
      {blame.map(one => {
        const where = whereOf(one);
        const text = blameOf(one, one.kind);
        return <li key={text}>{where === null ? text : <a href={where}>{text}</a>}</li>;
      })}
    </ul>
  );
}
