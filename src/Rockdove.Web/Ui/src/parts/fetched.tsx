import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../api/client';
import { asProblem } from '../list/store';
import { t } from '../text/catalogue';
import { Icon } from './Icon';
import { Loading } from './lazy';

export type Fetched<T> = { value: T } | { problem: Problem } | null;

/** Reads something again whenever what it is about changes; what comes too late is dropped. */
export function useFetched<T>(read: (signal: AbortSignal) => Promise<T>, about: readonly unknown[]): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>(null);
  useEffect(() => {
    const aborter = new AbortController();
    setState(null);
    read(aborter.signal).then(
      value => !aborter.signal.aborted && setState({ value }),
      error => !aborter.signal.aborted && setState({ problem: asProblem(error) }),
    );
    return () => aborter.abort();
  }, about);
  return state;
}

/** What was read, or that it is on its way, or why it is not there. */
export function Show<T>(props: {
  of: Fetched<T>;
  failed: string;
  children: (value: T) => ComponentChildren;
}): JSX.Element {
  const { of, failed, children } = props;
  if (of === null) return <Loading />;
  if ('value' in of) return <>{children(of.value)}</>;
  return (
    <div class="empty">
      <Icon name="warn" />
      <h2>{failed}</h2>
      <p>{of.problem.isAway ? t('away') : of.problem.message}</p>
    </div>
  );
}
