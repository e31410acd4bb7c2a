import type { JSX } from 'preact';
import type { Message } from '../api/shapes';
import { now } from '../list/now';
import { settings } from '../shell/settings';
import { dateTime, since, size, t } from '../text/catalogue';

export function MessageHead({ message }: { message: Message }): JSX.Element {
  const received = new Date(message.receivedAt);
  const told = new Set([...message.to, ...message.cc].map(one => one.toLowerCase()));
  const hidden = message.forwardPaths.filter(one => !told.has(one.toLowerCase()));
  return (
    <header class="message-head">
      <h1 dir="auto">{message.subject || t('noSubject')}</h1>
      <dl>
        <dt>{t('from')}</dt>
        <dd>
          {message.fromName !== '' && <bdi class="name">{message.fromName}</bdi>}
          <People all={message.from.length > 0 ? message.from : [t('noSender')]} />
        </dd>
        {message.to.length > 0 && (
          <>
            <dt>{t('to')}</dt>
            <dd>
              <People all={message.to} />
            </dd>
          </>
        )}
        {message.cc.length > 0 && (
          <>
            <dt>{t('cc')}</dt>
            <dd>
              <People all={message.cc} />
            </dd>
          </>
        )}
        {hidden.length > 0 && (
          <>
            <dt title={t('envelopeOnlyHint')}>{t('envelopeOnly')}</dt>
            <dd title={t('envelopeOnlyHint')}>
              <People all={hidden} />
            </dd>
          </>
        )}
        <dt>{t('received')}</dt>
        <dd class="when">
          <time dateTime={message.receivedAt}>{dateTime(received)}</time>
          {settings.value.times === 'relative' && <span>{since(received, now.value)}</span>}
          <span>{size(message.size)}</span>
          {message.tags.map(tag => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
        </dd>
      </dl>
    </header>
  );
}

const mostShown = 12;

function People({ all }: { all: string[] }): JSX.Element {
  return (
    <>
      {all.slice(0, mostShown).map((one, at) => (
        <bdi key={at} class="address">
          {one}
        </bdi>
      ))}
      {all.length > mostShown && <span class="address">+{all.length - mostShown}</span>}
    </>
  );
}
