import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { IconButton } from '../../parts/Button';
import { t } from '../../text/catalogue';
import { isSideOpen } from '../state';
import { w } from '../text/words';

/** What each page has around it. */
export function Sheet(props: { title: string; end?: ComponentChildren; children: ComponentChildren }): JSX.Element {
  useEffect(() => {
    document.title = `${props.title} · ${w('appName')}`;
  }, [props.title]);
  return (
    <main class="page" tabIndex={-1}>
      <div class="sheet prober">
        <header>
          <IconButton
            icon="menu"
            class="only-narrow"
            label={t('openNavigation')}
            onClick={() => {
              isSideOpen.value = true;
            }}
          />
          <h1>{props.title}</h1>
          {props.end}
        </header>
        {props.children}
      </div>
    </main>
  );
}
