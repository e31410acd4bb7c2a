import type { JSX } from 'preact';
import { apiUrl, get } from '../api/client';
import { scopeOf } from '../api/mail';
import type { Message, Structure } from '../api/shapes';
import { Show, useFetched } from '../parts/fetched';
import { Icon, type IconName } from '../parts/Icon';
import { can } from '../shell/mailbox';
import { size, t } from '../text/catalogue';
import { Thumbnail } from './Thumbnail';

/** SVG is a page to the catcher, and no picture. */
const isDrawn = /^image\/(?!svg)/;

/** The tree that the message is made of. */
export function Parts({ message, inbox }: { message: Message; inbox: string | null }): JSX.Element {
  const path = `${scopeOf(inbox)}messages/${message.id}`;
  const tree = useFetched(abort => get<Structure>(`${path}/structure`, abort), [path]);
  return (
    <Show of={tree} failed={t('messageFailed')}>
      {root => (
        <table class="tree">
          <thead>
            <tr>
              <th scope="col">{t('partName')}</th>
              <th scope="col">{t('partType')}</th>
              <th scope="col" class="figure">
                {t('partSize')}
              </th>
              <th scope="col">
                <span class="spoken">{t('download')}</span>
              </th>
            </tr>
          </thead>
          <tbody>{rowsOf(root, [], message, path)}</tbody>
        </table>
      )}
    </Show>
  );
}

function rowsOf(part: Structure, trunk: readonly boolean[], message: Message, path: string): JSX.Element[] {
  const isBranch = part.parts.length > 0;
  const own = can('GET /messages/{id}/parts/{part}')
    ? apiUrl(`${path}/parts/${part.id}`)
    : new URL(`api/v1/message/${message.id}/part/${part.id}`, document.baseURI).href;
  const hasThumbnail = isDrawn.test(part.contentType) && can('GET /messages/{id}/parts/{part}/thumbnail');
  const icon = <Icon name={iconOf(part)} />;
  return [
    <tr key={part.id || 'root'}>
      <td>
        <span class="branch">
          {trunk.map((goesOn, at) => (
            <i key={at} class={at < trunk.length - 1 ? (goesOn ? 'pass' : '') : goesOn ? 'fork' : 'last'} />
          ))}
          {hasThumbnail ? <Thumbnail url={apiUrl(`${path}/parts/${part.id}/thumbnail`)}>{icon}</Thumbnail> : icon}
          <span>
            <bdi>{part.fileName || (isBranch ? part.contentType.split('/')[1] : t('unnamed'))}</bdi>
            {part.disposition !== null && (
              <span class="tag">{t(part.disposition === 'inline' ? 'inlinePart' : 'attachedPart')}</span>
            )}
            {part.contentId !== null && <code class="quiet">cid:{part.contentId}</code>}
          </span>
        </span>
      </td>
      <td>
        <code>{part.contentType}</code>
        {!isBranch && (
          <span class="quiet">
            {part.charset !== null && `${part.charset} · `}
            {part.encoding}
          </span>
        )}
      </td>
      <td class="figure">{size(part.size)}</td>
      <td>
        {!isBranch && part.id !== '' && (
          <a
            class="icon-button"
            href={own}
            download={part.fileName || `part-${part.id}`}
            title={t('download')}
            aria-label={`${t('download')}: ${part.fileName || part.contentType}`}
          >
            <Icon name="download" />
          </a>
        )}
      </td>
    </tr>,
    ...part.parts.flatMap((child, at) => rowsOf(child, [...trunk, at < part.parts.length - 1], message, path)),
  ];
}

function iconOf(part: Structure): IconName {
  if (part.parts.length > 0) return 'box';
  return part.contentType.startsWith('image/') ? 'picture' : 'file';
}
