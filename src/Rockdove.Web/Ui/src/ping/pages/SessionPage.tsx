import type { JSX } from 'preact';
import { w } from '../text/words';
import { SessionText } from './Sessions';
import { Sheet } from './Sheet';

/** One conversation by its number: `#/session/12`. */
export function SessionPage({ rest }: { rest: string[] }): JSX.Element {
  return (
    <Sheet title={`${w('sessions')} #${rest[0] ?? ''}`}>
      <SessionText id={Number(rest[0])} />
    </Sheet>
  );
}
