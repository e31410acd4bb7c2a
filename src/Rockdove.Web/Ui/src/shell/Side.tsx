import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { call } from '../api/client';
import { asProblem } from '../list/store';
import { Button, IconButton } from '../parts/Button';
import { ask, Dialog } from '../parts/Dialog';
import { Icon, type IconName } from '../parts/Icon';
import { quoted, toggled, wordsOf } from '../search/words';
import { number, t } from '../text/catalogue';
import { Mark } from './Mark';
import { about, inboxes, readInboxes, tags, totalInAll, unreadInAll } from './mailbox';
import { isSideOpen, places } from './places';
import { formatRoute, go, home, type Route, route } from './route';
import { settings } from './settings';
import { say } from './toast';

export function Side(): JSX.Element {
  const here = route.value;
  const isMail = here.page === 'mail';
  const label = about.value?.label ?? '';
  const isMaking = useSignal(false);
  return (
    <nav class={isSideOpen.value ? 'side open' : 'side'} aria-label={t('navigation')}>
      <div class="brand">
        <Mark size={30} />
        <span>
          {t('appName')}
          {label !== '' && <small title={label}>{label}</small>}
        </span>
        <IconButton
          icon="close"
          class="only-narrow"
          label={t('closeNavigation')}
          onClick={() => {
            isSideOpen.value = false;
          }}
        />
      </div>
      <ul>
        <Place
          to={{}}
          icon="inbox"
          isHere={isMail && here.inbox === null && !settings.value.searches.includes(here.q)}
          count={unreadInAll.value > 0 ? unreadInAll.value : (totalInAll.value ?? 0)}
          isUnread={unreadInAll.value > 0}
        >
          {t('allMail')}
        </Place>
      </ul>
      <div class="heading">
        <h2>{t('inboxes')}</h2>
        <IconButton
          icon="plus"
          label={t('newInbox')}
          onClick={() => {
            isMaking.value = true;
          }}
        />
      </div>
      <ul>
        {inboxes.value.slice(0, 100).map(inbox => (
          <Place
            key={inbox.name}
            to={{ inbox: inbox.name }}
            icon="box"
            isHere={isMail && here.inbox === inbox.name}
            count={inbox.messages}
            end={
              <IconButton
                icon="close"
                label={`${t('endInbox')}: ${inbox.name}`}
                onClick={() => void endInbox(inbox.name)}
              />
            }
          >
            {inbox.port === null ? inbox.name : `${inbox.name} :${inbox.port}`}
          </Place>
        ))}
      </ul>
      {tags.value.length > 0 && (
        <>
          <div class="heading">
            <h2>{t('tags')}</h2>
          </div>
          <ul>
            {tags.value.slice(0, 50).map(tag => {
              const word = `tag:${quoted(tag)}`;
              const q = isMail ? here.q : '';
              return (
                <Place
                  key={tag}
                  to={{ inbox: isMail ? here.inbox : null, q: toggled(q, word) }}
                  icon="tag"
                  isHere={isMail && wordsOf(here.q).includes(word)}
                >
                  {tag}
                </Place>
              );
            })}
          </ul>
        </>
      )}
      {settings.value.searches.length > 0 && (
        <>
          <div class="heading">
            <h2>{t('savedSearches')}</h2>
          </div>
          <ul>
            {settings.value.searches.map(q => (
              <Place key={q} to={{ q }} icon="search" isHere={isMail && here.inbox === null && here.q === q}>
                {q}
              </Place>
            ))}
          </ul>
        </>
      )}
      <span class="space" />
      <ul class="foot">
        {places
          .filter(place => place.isThere())
          .map(place => (
            <Place key={place.page} to={{ page: place.page }} icon={place.icon} isHere={here.page === place.page}>
              {t(place.label)}
            </Place>
          ))}
      </ul>
      {isMaking.value && (
        <NewInbox
          onClose={() => {
            isMaking.value = false;
          }}
        />
      )}
    </nav>
  );
}

interface PlaceProps {
  to: Partial<Route>;
  icon: IconName;
  isHere: boolean;
  count?: number;
  isUnread?: boolean;
  end?: ComponentChildren;
  children: ComponentChildren;
}

function Place({ to, icon, isHere, count, isUnread, end, children }: PlaceProps): JSX.Element {
  const target = { ...home, ...to };
  return (
    <li class={isHere ? 'place here' : 'place'}>
      <a
        href={formatRoute(target)}
        aria-current={isHere ? 'page' : undefined}
        onClick={event => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          isSideOpen.value = false;
          go(target);
        }}
      >
        <Icon name={icon} />
        <bdi>{children}</bdi>
        {count !== undefined && count > 0 && <span class={isUnread ? 'number unread' : 'number'}>{number(count)}</span>}
      </a>
      {end}
    </li>
  );
}

async function endInbox(name: string): Promise<void> {
  if (!(await ask(t('endInbox'), t('endInboxAsk', { name }), t('endInbox')))) return;
  try {
    await call('DELETE', `inboxes/${encodeURIComponent(name)}`);
  } catch (error) {
    say(asProblem(error).message, true);
  }

  if (route.value.inbox === name) go(home);
  await readInboxes();
}

function NewInbox({ onClose }: { onClose: () => void }): JSX.Element {
  const name = useSignal('');
  const hasPort = useSignal(false);
  const wrong = useSignal('');
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      const port = hasPort.value ? 0 : undefined;
      const wanted = { name: name.value.trim(), port, unusedSeconds: 604_800 };
      const made = await call<{ name: string }>('POST', 'inboxes', wanted);
      await readInboxes();
      onClose();
      go({ ...home, inbox: made.name });
    } catch (error) {
      wrong.value = asProblem(error).message;
    }
  };
  return (
    <Dialog title={t('newInbox')} onClose={onClose}>
      <form onSubmit={event => void make(event)}>
        <label>
          {t('inboxName')}
          <input
            type="text"
            autofocus
            required
            maxLength={50}
            autocomplete="off"
            spellcheck={false}
            value={name.value}
            onInput={event => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        {!hasPort.value && <p class="hint">{t('inboxHint').replaceAll('NAME', name.value.trim() || '…')}</p>}
        <label class="check">
          <input
            type="checkbox"
            checked={hasPort.value}
            onChange={event => {
              hasPort.value = event.currentTarget.checked;
            }}
          />
          {t('inboxPort')}
        </label>
        {wrong.value !== '' && (
          <p class="note warn" role="alert">
            {wrong.value}
          </p>
        )}
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="main" submit>
            {t('create')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
