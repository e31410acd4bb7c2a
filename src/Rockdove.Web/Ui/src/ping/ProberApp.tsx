import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from '../parts/Icon';
import { lazily } from '../parts/lazy';
import { route } from '../shell/route';
import { settings } from '../shell/settings';
import { spoken, toast } from '../shell/toast';
import { Help } from './Help';
import { ProberSide } from './ProberSide';
import { MatrixPage } from './pages/MatrixPage';
import { type PageName, page } from './places';
import { isAway, isHelpOpen, isSideOpen } from './state';
import { w } from './text/words';

type Page = ComponentType<{ rest: string[] }>;

/** Each page but the first is fetched when somebody goes there. */
const pages: Record<PageName, Page> = {
  matrix: MatrixPage,
  pair: lazily(async () => (await import('./pages/PairPage')).PairPage),
  account: lazily(async () => (await import('./pages/AccountPage')).AccountPage),
  probe: lazily(async () => (await import('./pages/ProbePage')).ProbePage),
  session: lazily(async () => (await import('./pages/SessionPage')).SessionPage),
  checks: lazily<{ rest: string[] }>(async () => (await import('./pages/ChecksPage')).ChecksPage),
  alerts: lazily<{ rest: string[] }>(async () => (await import('./pages/AlertsPage')).AlertsPage),
  settings: lazily<{ rest: string[] }>(async () => (await import('./pages/SettingsPage')).SettingsPage),
};

export function ProberApp(): JSX.Element {
  const here = page();
  const Shown = pages[here];
  const { rest } = route.value;
  // A moment and a probe are steps within a page; another pair or account is another page, read from its top.
  const subject = [here, ...(here === 'matrix' ? [] : rest.slice(0, 2))].join('/');
  useEffect(() => {
    document.querySelector('.page')?.scrollTo(0, 0);
  }, [subject]);
  return (
    <div class="app at-page" style={{ '--side': `${settings.value.sideWidth}px` }}>
      <ProberSide />
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
      <span aria-hidden="true" />
      <Shown key={here} rest={rest} />
      {isAway.value && (
        <div class="reconnecting" role="status">
          <Icon name="retry" />
          {w('reconnecting')}
        </div>
      )}
      {toast.value !== null && (
        <div class={toast.value.isBad ? 'toast bad' : 'toast'}>
          <span>{toast.value.text}</span>
        </div>
      )}
      <div class="spoken" role="status" aria-live="polite">
        {spoken.value}
      </div>
      {isHelpOpen.value && <Help />}
    </div>
  );
}
