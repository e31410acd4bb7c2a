import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../text/catalogue';
import { useLater } from './later';

/** A component whose code is fetched when it is first shown. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => JSX.Element {
  let loaded: ComponentType<P> | undefined;
  return props => {
    const [, redraw] = useState(0);
    const [isBroken, setBroken] = useState(false);
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then(
        component => {
          loaded = component;
          redraw(n => n + 1);
        },
        () => setBroken(true),
      );
    }, []);
    const Loaded = loaded;
    if (isBroken) return <p class="note warn">{t('away')}</p>;
    return Loaded === undefined ? <Loading /> : <Loaded {...props} />;
  };
}

export function Loading(): JSX.Element {
  const isLate = useLater(150);
  return (
    <div class="loading" role="status">
      {isLate && <span class="progress" title={t('loading')} />}
      <span class="spoken">{t('loading')}</span>
    </div>
  );
}
