import type { JSX } from 'preact';
import { w } from '../text/words';
import { type Range, ranges } from './moments';

const says = { '24h': 'range24h', '7d': 'range7d', '90d': 'range90d' } as const;

export function RangeChoice({ value, onChange }: { value: Range; onChange: (range: Range) => void }): JSX.Element {
  return (
    <span class="choice" role="radiogroup" aria-label={w('range')}>
      {ranges.map(one => (
        <label key={one} class={one === value ? 'on' : ''}>
          <input type="radio" name="range" checked={one === value} onChange={() => onChange(one)} />
          {w(says[one])}
        </label>
      ))}
    </span>
  );
}
