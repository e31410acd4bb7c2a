import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { apiUrl, getText } from '../api/client';
import { scopeOf } from '../api/mail';
import type { Message } from '../api/shapes';
import { IconButton } from '../parts/Button';
import { Show, useFetched } from '../parts/fetched';
import { about, can } from '../shell/mailbox';
import { route } from '../shell/route';
import { set, settings } from '../shell/settings';
import { t } from '../text/catalogue';
import { shownFrame } from './shownFrame';

interface ViewProps {
  message: Message;
  inbox: string | null;
}

export const ownPage = 'GET /messages/{id}/html';

/** Where the HTML by itself is, below the root of the API. */
export const pagePath = (message: Message, withRemote: boolean): string =>
  `${scopeOf(route.value.inbox)}messages/${message.id}/html${withRemote ? '?remote=true' : ''}`;

/** The address of the HTML by itself, which is sandboxed by its own policy wherever it is opened. */
export const pageOf = (message: Message, withRemote: boolean): string =>
  can(ownPage) ? apiUrl(pagePath(message, withRemote)) : new URL(`view/${message.id}.html`, document.baseURI).href;

const widths = { desktop: null, tablet: 768, phone: 375 } as const;

/** Somebody else's page, in a frame of nobody's origin, where nothing runs and nothing is fetched. */
export function Html({ message }: ViewProps): JSX.Element {
  const [device, setDevice] = useState<keyof typeof widths>('desktop');
  const [isDark, setDark] = useState(false);
  const [withRemote, setRemote] = useState(false);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const shown = { id: message.id, withRemote, frame: frame.current! };
    shownFrame.current = shown;
    return () => {
      if (shownFrame.current === shown) shownFrame.current = null;
    };
  }, [withRemote]);
  const canFetch = can(ownPage) && (about.value?.hasNetwork ?? false);
  const hasRemote = /(?:src|background|url\()\s*[=(]?\s*["']?\s*(?:https?:)?\/\//i.test(message.html ?? '');
  const width = widths[device];
  return (
    <>
      <div class="view-bar">
        {(['desktop', 'tablet', 'phone'] as const).map(one => (
          <IconButton
            key={one}
            icon={one}
            label={t(one === 'desktop' ? 'widthDesktop' : one === 'tablet' ? 'widthTablet' : 'widthPhone')}
            pressed={device === one}
            onClick={() => setDevice(one)}
          />
        ))}
        <IconButton icon="moon" label={t('simulateDark')} pressed={isDark} onClick={() => setDark(!isDark)} />
        <span class="space" />
        {hasRemote && !withRemote && (
          <span class="remote">
            {t('remoteBlocked')}
            {canFetch && (
              <button type="button" class="link" onClick={() => setRemote(true)}>
                {t('loadRemote')}
              </button>
            )}
          </span>
        )}
      </div>
      <div class={width === null ? 'frame' : 'frame narrow'}>
        <iframe
          ref={frame}
          class={isDark ? 'darkened' : ''}
          style={width === null ? undefined : { width: `${width}px` }}
          src={pageOf(message, withRemote)}
          title={t('htmlTitle')}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerpolicy="no-referrer"
        />
      </div>
    </>
  );
}

export function Text({ message, inbox }: ViewProps): JSX.Element {
  if (message.text === null || message.text === '') return <p class="hint pad">{t('noText')}</p>;
  return (
    <>
      <pre class="text" dir="auto">
        {linked(message.text)}
      </pre>
      {message.isCut && <Cut message={message} inbox={inbox} />}
    </>
  );
}

/** Addresses of the web in a text can be followed. */
function linked(text: string): ComponentChildren[] {
  const pieces: ComponentChildren[] = [];
  let at = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g)) {
    if (pieces.length > 2000) break;
    pieces.push(
      text.slice(at, match.index),
      <a href={match[0]} target="_blank" rel="noopener noreferrer">
        {match[0]}
      </a>,
    );
    at = match.index + match[0].length;
  }

  pieces.push(text.slice(at));
  return pieces;
}

function Cut({ message, inbox }: ViewProps): JSX.Element {
  return (
    <p class="hint pad">
      {t('isCut')}{' '}
      <a href={apiUrl(`${scopeOf(inbox)}messages/${message.id}/raw`)} target="_blank" rel="noopener noreferrer">
        {t('seeAll')}
      </a>
    </p>
  );
}

/** More than anybody reads on a page, and less than slows a browser down. */
const mostSource = 512 * 1024;

export function Source({ message, inbox }: ViewProps): JSX.Element {
  const raw = useFetched(
    abort => getText(`${scopeOf(inbox)}messages/${message.id}/raw`, mostSource, abort),
    [message.id, inbox],
  );
  return (
    <Show of={raw} failed={t('messageFailed')}>
      {({ text, isCut }) => (
        <>
          <div class="view-bar">
            <label class="check">
              <input
                type="checkbox"
                checked={settings.value.wrapSource}
                onChange={event => set({ wrapSource: event.currentTarget.checked })}
              />
              {t('wrap')}
            </label>
          </div>
          <SourceText text={text} />
          {isCut && <Cut message={message} inbox={inbox} />}
        </>
      )}
    </Show>
  );
}

/** The header fields stand out a little; the rest is as it came. */
function SourceText({ text }: { text: string }): JSX.Element {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = text.slice(0, end).split(/\r?\n/);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be reached by keys.
    <pre class={settings.value.wrapSource ? 'source wrapped' : 'source'} tabIndex={0}>
      {head.map((line, at) => {
        const colon = /^[!-9;-~]+:/.exec(line)?.[0].length ?? 0;
        return (
          <span key={at}>
            {colon > 0 && <b>{line.slice(0, colon)}</b>}
            {line.slice(colon)}
            {'\n'}
          </span>
        );
      })}
      {text.slice(end)}
    </pre>
  );
}

export function Headers({ message }: ViewProps): JSX.Element {
  const [filter, setFilter] = useState('');
  const words = filter.trim().toLowerCase();
  const shown = message.headers.filter(
    field => field.name.toLowerCase().includes(words) || field.value.toLowerCase().includes(words),
  );
  useEffect(() => setFilter(''), [message.id]);
  return (
    <>
      <div class="view-bar">
        <input
          type="text"
          class="filter"
          placeholder={t('filterHeaders')}
          aria-label={t('filterHeaders')}
          value={filter}
          onInput={event => setFilter(event.currentTarget.value)}
        />
      </div>
      {shown.length === 0 ? (
        <p class="hint pad">{t('noHeaderFits')}</p>
      ) : (
        <table class="fields">
          <tbody>
            {shown.map((field, at) => (
              <tr key={at}>
                <th scope="row">{field.name}</th>
                <td>
                  <bdi>{field.value}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
