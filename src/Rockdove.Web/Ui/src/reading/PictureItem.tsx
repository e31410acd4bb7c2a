import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { getText } from '../api/client';
import type { Message } from '../api/shapes';
import { asProblem } from '../list/store';
import { Icon } from '../parts/Icon';
import { say, spoken } from '../shell/toast';
import { t } from '../text/catalogue';
import { pagePath } from './plainViews';
import { shownFrame } from './shownFrame';

/** Saves a picture of the HTML of a message, at the width and with the pictures with which it is shown. */
export function PictureItem({ message, close }: { message: Message; close: () => void }): JSX.Element {
  const [isBusy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const save = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    spoken.value = t('takingPicture');
    try {
      say(t((await savePicture(message)) ? 'pictureCut' : 'pictureSaved'));
    } catch (error) {
      const problem = asProblem(error);
      say(`${t('pictureFailed')} ${problem.isAway ? t('away') : problem.message}`, true);
    }

    // Who closed the menu meanwhile is elsewhere, and stays there.
    if (button.current?.isConnected) close();
    setBusy(false);
  };
  return (
    <button ref={button} type="button" class="item" aria-disabled={isBusy} onClick={() => void save()}>
      <Icon name="picture" />
      <span>
        {t(isBusy ? 'takingPicture' : 'savePicture')}
        {isBusy && <span class="progress" />}
      </span>
    </button>
  );
}

/** Whether the page is longer than its picture. */
async function savePicture(message: Message): Promise<boolean> {
  const shown = shownFrame.current?.id === message.id ? shownFrame.current : null;
  const box = shown?.frame ?? document.getElementById('view')!;
  const look = {
    width: box.clientWidth,
    height: box.clientHeight,
    filter: shown === null ? 'none' : getComputedStyle(shown.frame).filter,
  };
  const { mostPage, take, fileNameOf } = await import('./picture');
  const page = await getText(pagePath(message, shown?.withRemote ?? false), mostPage);
  if (page.isCut) throw new Error(t('pageTooLong', { n: mostPage / 1024 / 1024 }));
  const { blob, isCut } = await take(page.text, look);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${fileNameOf(message.subject ?? '', message.id)}.png`;
  link.click();
  // A download has what it needs soon; the address would keep all of it for as long as the page is open.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return isCut;
}
