import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { call } from '../api/client';
import { scopeOf } from '../api/mail';
import type { Message } from '../api/shapes';
import { asProblem } from '../list/store';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { about } from '../shell/mailbox';
import { route } from '../shell/route';
import { say } from '../shell/toast';
import { t } from '../text/catalogue';

/** Lets a message out, to people who are named here. */
export function Release({ message, onClose }: { message: Message; onClose: () => void }): JSX.Element {
  const to = useSignal(message.forwardPaths.join('\n'));
  const ways = about.value?.routes ?? [];
  const way = useSignal(ways[0] ?? '');
  const wrong = useSignal('');
  const release = async (event: Event): Promise<void> => {
    event.preventDefault();
    const recipients = to.value
      .split(/[\s,;]+/)
      .map(one => one.replace(/^<|>$/g, ''))
      .filter(one => one !== '');
    try {
      await call('POST', `${scopeOf(route.value.inbox)}messages/${message.id}/release`, {
        to: recipients,
        route: way.value,
      });
      say(t('releaseQueued', { to: recipients.join(', ') }));
      onClose();
    } catch (error) {
      wrong.value = asProblem(error).message;
    }
  };
  return (
    <Dialog title={t('releaseTitle')} onClose={onClose}>
      <form onSubmit={event => void release(event)}>
        <p class="hint">{t('releaseHint')}</p>
        <label>
          {t('releaseTo')}
          <textarea
            autofocus
            rows={4}
            required
            spellcheck={false}
            value={to.value}
            onInput={event => {
              to.value = event.currentTarget.value;
            }}
          />
        </label>
        {ways.length > 1 && (
          <label>
            {t('releaseRoute')}
            <select
              value={way.value}
              onChange={event => {
                way.value = event.currentTarget.value;
              }}
            >
              {ways.map(one => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        )}
        {wrong.value !== '' && (
          <p class="note warn" role="alert">
            {wrong.value}
          </p>
        )}
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="main" submit icon="release">
            {t('release')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
