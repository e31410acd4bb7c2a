import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../text/catalogue';
import { Button, IconButton } from './Button';

/** Something that wants all attention. The browser keeps the focus in it and gives it back. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  class?: string;
}): JSX.Element {
  const { title, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself.
    <dialog
      ref={dialog}
      class={`dialog ${props.class ?? ''}`}
      aria-labelledby={id}
      onClose={onClose}
      onClick={event => event.target === dialog.current && dialog.current?.close()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t('close')} onClick={() => dialog.current?.close()} />
      </header>
      {children}
    </dialog>
  );
}

interface Question {
  title: string;
  hint: string;
  yes: string;
  answer: (isYes: boolean) => void;
}

const question = signal<Question | null>(null);

/** Asks before what cannot be taken back. */
export const ask = (title: string, hint: string, yes: string): Promise<boolean> =>
  new Promise(resolve => {
    question.value = { title, hint, yes, answer: resolve };
  });

export function Asking(): JSX.Element | null {
  const asked = question.value;
  if (asked === null) return null;
  const answer = (isYes: boolean): void => {
    question.value = null;
    asked.answer(isYes);
  };
  return (
    <Dialog title={asked.title} class="asking" onClose={() => answer(false)}>
      <p>{asked.hint}</p>
      <footer>
        <Button onClick={() => answer(false)}>{t('cancel')}</Button>
        <Button kind="danger" onClick={() => answer(true)}>
          {asked.yes}
        </Button>
      </footer>
    </Dialog>
  );
}
