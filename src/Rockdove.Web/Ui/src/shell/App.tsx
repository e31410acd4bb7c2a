import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { connection } from '../api/events';
import { ListPane } from '../list/ListPane';
import { Asking } from '../parts/Dialog';
import { Icon } from '../parts/Icon';
import { useLater } from '../parts/later';
import { lazily } from '../parts/lazy';
import { Splitter } from '../parts/Splitter';
import { Reading } from '../reading/Reading';
import { t } from '../text/catalogue';
import { isHelpOpen } from './keys';
import { isSideOpen, places } from './places';
import { route } from './route';
import { Side } from './Side';
import { set, settings } from './settings';
import { spoken, toast } from './toast';

const Help = lazily(async () => (await import('./Help')).Help);

export function App(): JSX.Element {
  const { sideWidth, listWidth } = settings.value;
  const { page, id } = route.value;
  const isMail = page === 'mail' || !places.some(place => place.page === page);
  return (
    <div
      class={`app ${isMail ? (id === null ? 'at-list' : 'at-message') : 'at-page'}`}
      style={{ '--side': `${sideWidth}px`, '--list': `${listWidth}px` }}
    >
      <Side />
      {isSideOpen.value && (
        // biome-ignore lint/a11y/noStaticElementInteractions: A click elsewhere; keys have Escape.
        // biome-ignore lint/a11y/useKeyWithClickEvents: The same.
        <div
          class="behind dim"
          onClick={() => {
            isSideOpen.value = false;
          }}
        />
      )}
      <Splitter
        label={t('navigation')}
        width={sideWidth}
        least={160}
        most={360}
        onChange={width => set({ sideWidth: width })}
      />
      {isMail ? (
        <>
          <ListPane />
          <Splitter
            label={t('messages')}
            width={listWidth}
            least={280}
            most={720}
            onChange={width => set({ listWidth: width })}
          />
          <Reading />
        </>
      ) : (
        <Elsewhere page={page} />
      )}
      {connection.value === 'lost' && <Reconnecting />}
      {toast.value !== null && (
        <div class={toast.value.isBad ? 'toast bad' : 'toast'}>
          <span>{toast.value.text}</span>
        </div>
      )}
      <div class="spoken" role="status" aria-live="polite">
        {spoken.value}
      </div>
      {isHelpOpen.value && <Help />}
      <Asking />
    </div>
  );
}

function Elsewhere({ page }: { page: string }): JSX.Element {
  const place = places.find(one => one.page === page)!;
  const Content = useMemo(() => lazily(place.load), [place]);
  return <Content rest={route.value.rest} />;
}

/** Said only once it lasts: a restart takes less. */
function Reconnecting(): JSX.Element | null {
  if (!useLater(800)) return null;
  return (
    <div class="reconnecting" role="status">
      <Icon name="retry" />
      {t('reconnecting')}
    </div>
  );
}
