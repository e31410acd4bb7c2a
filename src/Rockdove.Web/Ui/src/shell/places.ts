import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { IconName } from '../parts/Icon';
import type { Text } from '../text/catalogue';
import { can } from './mailbox';

/** A page besides the mail. Its code is fetched when somebody goes there. */
export interface Place {
  /** The first word of its address: `#/settings`. */
  page: string;
  label: Text;
  icon: IconName;
  /** The second key of `g` and a letter. */
  key: string;
  /** Whether it is there, by what the catcher can do. */
  isThere: () => boolean;
  load: () => Promise<ComponentType<{ rest: string[] }>>;
}

/** In the order of the side. More pages are more lines. */
export const places: readonly Place[] = [
  {
    page: 'outbox',
    label: 'outbox',
    icon: 'outbox',
    key: 'o',
    isThere: () => can('GET /outbox'),
    load: async () => (await import('../pages/Outbox')).Outbox,
  },
  {
    page: 'faults',
    label: 'faults',
    icon: 'faults',
    key: 'f',
    isThere: () => can('GET /faults'),
    load: async () => (await import('../pages/Faults')).Faults,
  },
  {
    page: 'settings',
    label: 'settings',
    icon: 'settings',
    key: 's',
    isThere: () => true,
    load: async () => (await import('../pages/Settings')).Settings,
  },
];

/** On a narrow screen the side lies over the rest. */
export const isSideOpen = signal(false);
