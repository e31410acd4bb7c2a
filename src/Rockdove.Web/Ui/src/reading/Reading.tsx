import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as mail from '../api/mail';
import type { Message } from '../api/shapes';
import { asProblem } from '../list/store';
import { Icon } from '../parts/Icon';
import { Loading, lazily } from '../parts/lazy';
import { asksForNextTab } from '../shell/keys';
import { can, list, mark } from '../shell/mailbox';
import { go, route } from '../shell/route';
import { number, t } from '../text/catalogue';
import { Actions } from './Actions';
import { checksOf } from './checkNames';
import { type Extract, Extracts, extract } from './Extracts';
import { MessageHead } from './MessageHead';
import { Headers, Html, Source, Text } from './plainViews';

const Parts = lazily(async () => (await import('./Parts')).Parts);
const Delivery = lazily(async () => (await import('./Delivery')).Delivery);
const Checks = lazily(async () => (await import('./Checks')).Checks);

export type View = (props: { message: Message; inbox: string | null }) => JSX.Element;

interface Tab {
  name: string;
  label: string;
  count?: number;
  view: View;
}

function tabsOf(message: Message): Tab[] {
  const tabs: Tab[] = [];
  if (message.html !== null) tabs.push({ name: 'html', label: t('tabHtml'), view: Html });
  tabs.push({ name: 'text', label: t('tabText'), view: Text });
  tabs.push({ name: 'source', label: t('tabSource'), view: Source });
  tabs.push({ name: 'headers', label: t('tabHeaders'), count: message.headers.length, view: Headers });
  tabs.push({ name: 'parts', label: t('tabParts'), count: message.attachments || undefined, view: Parts });
  tabs.push({ name: 'delivery', label: t('tabDelivery'), view: Delivery });
  if (checksOf(can).length > 0) tabs.push({ name: 'checks', label: t('tabChecks'), view: Checks });
  return tabs;
}

type State = { message: Message; extract: Extract } | { problem: ReturnType<typeof asProblem> } | null;

/** The pane that shows a message, or says that none is chosen. */
export function Reading(): JSX.Element {
  const { id, inbox } = route.value;
  const [state, setState] = useState<State>(null);
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    const aborter = new AbortController();
    if (id === null) {
      setState(null);
      return;
    }

    // What was read stays until the next is here: nothing flickers while somebody goes through a list.
    Promise.all([mail.message(inbox, id, aborter.signal), extract(inbox, id, aborter.signal)]).then(
      ([message, extracted]) => {
        if (aborter.signal.aborted) return;
        setState({ message, extract: extracted });
        if (pane.current) pane.current.scrollTop = 0;
        if (!message.isRead) void mark({ ids: [message.id] }, true);
      },
      error => !aborter.signal.aborted && setState({ problem: asProblem(error) }),
    );
    return () => aborter.abort();
  }, [id, inbox]);

  if (id === null) return <NoneSelected />;
  return (
    <main ref={pane} class="reading" tabIndex={-1} aria-busy={state === null}>
      {state === null ? <Loading /> : 'problem' in state ? <Failed problem={state.problem} /> : <Shown {...state} />}
    </main>
  );
}

function Shown({ message, extract }: { message: Message; extract: Extract }): JSX.Element {
  const { inbox, tab, id } = route.value;
  const tabs = tabsOf(message);
  const shown = tabs.find(one => one.name === tab) ?? tabs[0]!;
  const strip = useRef<HTMLDivElement>(null);
  const turn = (by: number): void => {
    const at = tabs.indexOf(shown);
    go({ tab: tabs[(at + by + tabs.length) % tabs.length]!.name }, false);
  };
  const asked = useRef(asksForNextTab.value);
  useSignalEffect(() => {
    if (asksForNextTab.value === asked.current) return;
    asked.current = asksForNextTab.value;
    turn(1);
  });
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    turn(event.key === 'ArrowLeft' ? -1 : 1);
    setTimeout(() => strip.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  const View = shown.view;
  return (
    <article class={message.id === id ? '' : 'leaving'} aria-label={message.subject ?? t('noSubject')}>
      <Actions message={message} />
      <MessageHead message={message} />
      <Extracts key={`extracts ${message.id}`} {...extract} />
      <div ref={strip} class="tabs" role="tablist" aria-label={t('views')} onKeyDown={press}>
        {tabs.map(one => (
          <button
            key={one.name}
            type="button"
            role="tab"
            id={`tab-${one.name}`}
            aria-selected={one === shown}
            aria-controls="view"
            tabIndex={one === shown ? 0 : -1}
            onClick={() => go({ tab: one.name }, false)}
          >
            {one.label}
            {one.count !== undefined && <span class="number">{number(one.count)}</span>}
          </button>
        ))}
      </div>
      <div id="view" class={`view ${shown.name}`} role="tabpanel" aria-labelledby={`tab-${shown.name}`}>
        <View key={message.id} message={message} inbox={inbox} />
      </div>
    </article>
  );
}

function NoneSelected(): JSX.Element {
  const isEmpty = list.value.total.value === 0;
  const [before, after] = t('noneSelectedHint', { key: '\n' }).split('\n');
  return (
    <main class="reading none" tabIndex={-1}>
      {!isEmpty && (
        <div class="empty quiet">
          <h2>{t('noneSelected')}</h2>
          <p>
            {before}
            <kbd>?</kbd>
            {after}
          </p>
        </div>
      )}
    </main>
  );
}

function Failed({ problem }: { problem: ReturnType<typeof asProblem> }): JSX.Element {
  const isGone = problem.status === 404;
  return (
    <div class="empty">
      <Icon name="warn" />
      <h2>{t(isGone ? 'gone' : 'messageFailed')}</h2>
      <p>{isGone ? t('goneHint') : problem.isAway ? t('away') : problem.message}</p>
      <button type="button" class="link only-narrow" onClick={() => go({ id: null, tab: null })}>
        {t('back')}
      </button>
    </div>
  );
}
