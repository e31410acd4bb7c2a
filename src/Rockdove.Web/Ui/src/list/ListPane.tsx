import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Button, IconButton } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { useLater } from '../parts/later';
import { TagMenu } from '../reading/TagMenu';
import { SearchBox } from '../search/SearchBox';
import { askAndDelete } from '../shell/actions';
import {
  about,
  can,
  chooseNone,
  chosenCount,
  inboxes,
  isAllChosen,
  list,
  mark,
  remove,
  target,
} from '../shell/mailbox';
import { isSideOpen } from '../shell/places';
import { go } from '../shell/route';
import { number, t, tn } from '../text/catalogue';
import { FirstMail } from './FirstMail';
import { Rows } from './Rows';

export function ListPane(): JSX.Element {
  const shown = list.value;
  const { value: total } = shown.total;
  return (
    <section class="list-pane" aria-label={t('messages')}>
      <div class="list-head">
        <IconButton
          icon="menu"
          class="only-narrow"
          label={t('openNavigation')}
          onClick={() => {
            isSideOpen.value = true;
          }}
        />
        <SearchBox />
      </div>
      {shown.ignored.value.length > 0 && (
        <p class="note warn">
          {tn('searchIgnored', shown.ignored.value.length, { words: shown.ignored.value.join(' ') })}
        </p>
      )}
      {chosenCount.value > 0 ? <ChosenBar /> : <CountBar />}
      {shown.problem.value !== null && total === null ? (
        <Failed />
      ) : total === null ? (
        <Waiting />
      ) : total === 0 ? (
        <Nothing />
      ) : (
        <Rows />
      )}
    </section>
  );
}

function CountBar(): JSX.Element {
  const shown = list.value;
  const total = shown.total.value ?? 0;
  return (
    <div class="bar">
      <span class="count">
        {shown.total.value === null ? '' : shown.q === '' ? tn('messageCount', total) : tn('foundCount', total)}
        {shown.unread.value > 0 && shown.q === '' && (
          <span class="unread-count"> · {tn('unreadCount', shown.unread.value)}</span>
        )}
      </span>
      <span class="space" />
      {total > 0 && (
        <>
          <IconButton icon="read" label={t('markRead')} onClick={() => void mark(everything(), true)} />
          <IconButton icon="trash" label={t('deleteEverything')} onClick={() => void askAndDelete(everything())} />
        </>
      )}
    </div>
  );
}

const everything = (): NonNullable<ReturnType<typeof target>> => {
  isAllChosen.value = true;
  const all = target()!;
  isAllChosen.value = false;
  return all;
};

function ChosenBar(): JSX.Element {
  const total = list.value.total.value ?? 0;
  const count = chosenCount.value;
  return (
    <div class="bar chosen-bar">
      <IconButton icon="close" label={t('selectNone')} shortcut="Escape" onClick={chooseNone} />
      <span class="count">{tn('selectedCount', count)}</span>
      {count < total && (
        <button
          type="button"
          class="link"
          onClick={() => {
            isAllChosen.value = true;
          }}
        >
          {t('selectAllFound', { n: number(total) })}
        </button>
      )}
      <span class="space" />
      <IconButton icon="read" label={t('markRead')} onClick={() => void mark(target()!, true)} />
      <IconButton icon="unread" label={t('markUnread')} shortcut="u" onClick={() => void mark(target()!, false)} />
      <TagMenu isForChosen />
      <IconButton icon="trash" label={t('delete')} shortcut="#" onClick={() => void deleteChosen()} />
    </div>
  );
}

/** Asks once for all, and not for one. */
async function deleteChosen(): Promise<void> {
  const selection = target()!;
  if ('ids' in selection && selection.ids.length === 1) await remove(selection);
  else await askAndDelete(selection);
}

function Failed(): JSX.Element {
  const problem = list.value.problem.value!;
  return (
    <div class="empty">
      <Icon name="warn" />
      <h2>{t('listFailed')}</h2>
      <p>{problem.isAway ? t('away') : problem.message}</p>
      {list.value.q === '' ? (
        <Button icon="retry" onClick={() => list.value.look(0, 1)}>
          {t('tryAgain')}
        </Button>
      ) : (
        <Button onClick={() => go({ q: '' })}>{t('clearSearch')}</Button>
      )}
    </div>
  );
}

/** Drawn only where it takes long enough to be noticed. */
function Waiting(): JSX.Element {
  const isLate = useLater(150);
  const rows = useSignal([0, 1, 2, 3, 4, 5, 6, 7]);
  return (
    <div class="rows-frame" aria-busy="true" aria-label={t('loading')} role="status">
      {isLate &&
        rows.value.map(row => (
          <div key={row} class="row waiting skeleton">
            <i />
            <i />
          </div>
        ))}
    </div>
  );
}

function Nothing(): JSX.Element {
  const { inbox, q } = list.value;
  if (q !== '') {
    return (
      <div class="empty">
        <Icon name="search" />
        <h2>{t('nothingFound')}</h2>
        <p>{t('nothingFoundHint', { q })}</p>
        <Button onClick={() => go({ q: '', id: null })}>{t('clearSearch')}</Button>
      </div>
    );
  }

  if (inbox !== null) {
    const bound = inboxes.value.find(one => one.name === inbox);
    const bindings = bound && [
      ...bound.users,
      ...bound.recipients,
      ...bound.domains.map(one => `@${one}`),
      ...bound.tags.map(one => `+${one}`),
      ...(bound.port === null ? [] : [`:${bound.port}`]),
    ];
    return (
      <div class="empty">
        <Icon name="box" />
        <h2>{t('emptyInbox')}</h2>
        <p>{t('emptyInboxHint', { bindings: bindings?.join(', ') ?? inbox })}</p>
      </div>
    );
  }

  return about.value === null && !can('') ? <div class="empty" /> : <FirstMail about={about.value!} />;
}
