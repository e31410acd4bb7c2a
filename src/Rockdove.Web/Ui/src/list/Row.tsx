import type { JSX } from 'preact';
import type { Summary } from '../api/shapes';
import { Icon } from '../parts/Icon';
import { settings } from '../shell/settings';
import { dateTime, shortTime, since, t, tn } from '../text/catalogue';
import { choose, click } from './cursor';
import { now } from './now';

interface RowProps {
  row: Summary | undefined;
  index: number;
  total: number;
  height: number;
  isOpen: boolean;
  isChosen: boolean;
  isCursor: boolean;
}

export function Row({ row, index, total, height, isOpen, isChosen, isCursor }: RowProps): JSX.Element {
  const state = `${isOpen ? ' open' : ''}${isChosen ? ' chosen' : ''}${isCursor ? ' cursor' : ''}`;
  const style = { height: `${height}px` };
  if (row === undefined) {
    return (
      // biome-ignore lint/a11y/useFocusableInteractive: The list has the focus, and names its row.
      <div
        id={`row-${index}`}
        class={`row waiting${state}`}
        style={style}
        role="option"
        aria-selected={isChosen}
        aria-label={t('loading')}
      >
        <i />
        <i />
      </div>
    );
  }

  const received = new Date(row.receivedAt);
  const sender = row.fromName || row.from[0] || row.reversePath || t('noSender');
  const isCompact = settings.value.density === 'compact';
  const marks = <Marks row={row} />;
  const recipients = row.forwardPaths.length > 0 ? row.forwardPaths : row.to;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: The list has the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: The list has the focus, and names its row.
    <div
      id={`row-${index}`}
      class={`row${row.isRead ? '' : ' unread'}${state}`}
      style={style}
      role="option"
      aria-selected={isChosen || isOpen}
      aria-posinset={index + 1}
      aria-setsize={total}
      data-id={row.id}
      onClick={event => click(index, event)}
    >
      <span
        class="pick"
        aria-hidden="true"
        title={t('select')}
        onClick={event => {
          event.stopPropagation();
          choose(index);
        }}
      >
        {isChosen ? <Icon name="check" /> : <b />}
      </span>
      {!row.isRead && <span class="spoken">{t('unread')}: </span>}
      <span class="line">
        <span class="who">
          <bdi class="sender" title={row.from[0]}>
            {sender}
          </bdi>
          <span class="arrow" aria-hidden="true">
            →
          </span>
          <span class="spoken"> {t('to')} </span>
          <bdi class="recipient" title={recipients.join(', ')}>
            {recipients[0] ?? t('noRecipient')}
          </bdi>
          {recipients.length > 1 && <span class="others">+{recipients.length - 1}</span>}
        </span>
        <time dateTime={row.receivedAt} title={dateTime(received)}>
          {settings.value.times === 'relative' ? since(received, now.value) : shortTime(received, now.value)}
        </time>
      </span>
      <span class="line">
        <bdi class={row.subject ? 'subject' : 'subject quiet'}>{row.subject || t('noSubject')}</bdi>
        {isCompact && marks}
      </span>
      {!isCompact && (
        <span class="line">
          <span class="snippet" dir="auto">
            {row.snippet}
          </span>
          {marks}
        </span>
      )}
    </div>
  );
}

function Marks({ row }: { row: Summary }): JSX.Element | null {
  if (row.tags.length === 0 && row.attachments === 0) return null;
  return (
    <span class="marks">
      {row.tags.slice(0, 2).map(tag => (
        <span key={tag} class="tag">
          {tag}
        </span>
      ))}
      {row.tags.length > 2 && <span class="tag">+{row.tags.length - 2}</span>}
      {row.attachments > 0 && (
        <span class="clip" title={tn('attachments', row.attachments)}>
          <Icon name="clip" />
          <span class="spoken">{tn('attachments', row.attachments)}</span>
        </span>
      )}
    </span>
  );
}
