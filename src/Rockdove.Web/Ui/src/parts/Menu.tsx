import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './Button';
import type { IconName } from './Icon';

interface MenuProps {
  icon: IconName;
  label: string;
  shortcut?: string;
  /** Lets somebody else open it: it opens when this changes to another number. */
  opens?: number;
  children: (close: () => void) => ComponentChildren;
  class?: string;
}

/** A button, and what it opens beside itself. It closes when the focus goes elsewhere, and on Escape. */
export function Menu({ icon, label, shortcut, opens = 0, children, ...rest }: MenuProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setOpen(false);
    box.current?.querySelector<HTMLElement>('.icon-button')?.focus();
  };
  useEffect(() => {
    if (opens > 0) setOpen(true);
  }, [opens]);
  useEffect(() => {
    if (isOpen) box.current?.querySelector<HTMLElement>('.popover :is(input, button, a)')?.focus();
  }, [isOpen]);
  const press = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      step(box.current!, event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: The keys are those of what is in it.
    <div
      ref={box}
      class={`menu ${rest.class ?? ''}`}
      onKeyDown={press}
      onFocusOut={event => {
        const to = event.relatedTarget as Node | null;
        if (to !== null && !box.current?.contains(to)) setOpen(false);
      }}
    >
      <IconButton icon={icon} label={label} shortcut={shortcut} expanded={isOpen} onClick={() => setOpen(!isOpen)} />
      {isOpen && (
        <>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: A click elsewhere; keys have Escape. */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: The same. */}
          <div class="behind" onClick={() => setOpen(false)} />
          <div class="popover">{children(close)}</div>
        </>
      )}
    </div>
  );
}

function step(box: HTMLElement, by: number): void {
  const all = [...box.querySelectorAll<HTMLElement>('.popover :is(input, button, a)')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + by + all.length) % all.length]?.focus();
}
