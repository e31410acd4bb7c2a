import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './Icon';

interface IconButtonProps {
  icon: IconName;
  /** What it does: its name, and what is shown beside the pointer. */
  label: string;
  onClick: (event: MouseEvent) => void;
  shortcut?: string;
  pressed?: boolean;
  expanded?: boolean;
  disabled?: boolean;
  class?: string;
}

/** A button that is a picture. */
export function IconButton(props: IconButtonProps): JSX.Element {
  const { icon, label, onClick, shortcut, pressed, expanded, disabled } = props;
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ''}`}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      aria-pressed={pressed}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

interface ButtonProps {
  children: ComponentChildren;
  onClick?: (event: MouseEvent) => void;
  kind?: 'plain' | 'main' | 'danger';
  icon?: IconName;
  disabled?: boolean;
  submit?: boolean;
}

export function Button({ children, onClick, kind = 'plain', icon, disabled, submit }: ButtonProps): JSX.Element {
  return (
    <button type={submit === true ? 'submit' : 'button'} class={`button ${kind}`} disabled={disabled} onClick={onClick}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}
