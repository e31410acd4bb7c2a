import { useEffect, useState } from 'preact/hooks';
import type { Fetched } from '../../parts/fetched';
import { asProblem } from '../api';

/**
 * Reads something again whenever what it is about changes, and shows what was there until the new one has come: steps
 * through time and looks at the present do not flicker. What another `subject` left behind is not shown.
 */
export function useKept<T>(
  read: (signal: AbortSignal) => Promise<T>,
  subject: string,
  about: readonly unknown[],
): Fetched<T> {
  const [state, setState] = useState<{ of: string; is: NonNullable<Fetched<T>> } | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    read(aborter.signal).then(
      value => !aborter.signal.aborted && setState({ of: subject, is: { value } }),
      error => {
        if (aborter.signal.aborted) return;
        // The present that was read a moment ago says more than that nobody answers now; the shell tells of that.
        const problem = asProblem(error);
        setState(before => (problem.isAway && before?.of === subject ? before : { of: subject, is: { problem } }));
      },
    );
    return () => aborter.abort();
  }, [subject, ...about]);
  return state?.of === subject ? state.is : null;
}
