import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { apiUrl } from '../api/client';
import { scopeOf } from '../api/mail';
import type { Message } from '../api/shapes';
import { cursor, moveBy, open } from '../list/cursor';
import { IconButton } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { lazily } from '../parts/lazy';
import { Menu } from '../parts/Menu';
import { asksForRelease } from '../shell/keys';
import { about, can, isNarrow, list, mark, remove } from '../shell/mailbox';
import { go, route } from '../shell/route';
import { t } from '../text/catalogue';
import { PictureItem } from './PictureItem';
import { ownPage, pageOf } from './plainViews';
import { TagMenu } from './TagMenu';

const Release = lazily(async () => (await import('./Release')).Release);

/** What can be done with the message that is read. */
export function Actions({ message }: { message: Message }): JSX.Element {
  const [isReleasing, setReleasing] = useState(false);
  const asked = useRef(asksForRelease.value);
  const canRelease = (about.value?.routes.length ?? 0) > 0;
  useSignalEffect(() => {
    if (asksForRelease.value === asked.current) return;
    asked.current = asksForRelease.value;
    if (canRelease) setReleasing(true);
  });
  const step = (by: number): void => {
    if (isNarrow()) open(Math.min((list.value.total.value ?? 1) - 1, Math.max(0, cursor.value + by)), false);
    else moveBy(by);
  };
  const raw = apiUrl(`${scopeOf(route.value.inbox)}messages/${message.id}/raw`);
  return (
    <div class="actions" role="toolbar" aria-label={t('more')}>
      <IconButton icon="back" class="only-narrow" label={t('back')} onClick={() => go({ id: null, tab: null })} />
      <IconButton icon="up" label={t('previous')} shortcut="k" disabled={cursor.value === 0} onClick={() => step(-1)} />
      <IconButton icon="down" label={t('next')} shortcut="j" onClick={() => step(1)} />
      <span class="space" />
      <IconButton
        icon="unread"
        label={t('markUnread')}
        shortcut="u"
        onClick={() => void mark({ ids: [message.id] }, false)}
      />
      <TagMenu />
      {canRelease && <IconButton icon="release" label={t('release')} shortcut="r" onClick={() => setReleasing(true)} />}
      <a class="icon-button" href={raw} download={`${message.id}.eml`} title={t('download')} aria-label={t('download')}>
        <Icon name="download" />
      </a>
      <IconButton icon="trash" label={t('delete')} shortcut="#" onClick={() => void remove({ ids: [message.id] })} />
      <Menu icon="more" label={t('more')} class="right">
        {close => (
          <>
            {message.html !== null && (
              <a class="item" href={pageOf(message, false)} target="_blank" rel="noopener noreferrer" onClick={close}>
                <Icon name="alone" />
                <span>
                  {t('openAlone')}
                  <small>{t('openAloneHint')}</small>
                </span>
              </a>
            )}
            {message.html !== null && can(ownPage) && <PictureItem message={message} close={close} />}
            <button
              type="button"
              class="item"
              onClick={() => {
                close();
                print();
              }}
            >
              <Icon name="print" />
              <span>{t('print')}</span>
            </button>
            <a class="item" href={raw} target="_blank" rel="noopener noreferrer" onClick={close}>
              <Icon name="code" />
              <span>{t('raw')}</span>
            </a>
          </>
        )}
      </Menu>
      {isReleasing && <Release message={message} onClose={() => setReleasing(false)} />}
    </div>
  );
}
