import type { JSX } from 'preact';

// One family: 20 by 20, lines of 1.5, round ends.
const paths = {
  inbox:
    'M3 11.5 5.2 4.6A1 1 0 0 1 6.2 4h7.6a1 1 0 0 1 1 .6L17 11.5V15a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1zM3 11.5h4l1 2h4l1-2h4',
  box: 'M3.5 6.5h13v9h-13zM3.5 6.5 5 4h10l1.5 2.5M8 9.5h4',
  tag: 'M3.5 3.5h6l7 7-6 6-7-7zM6.8 6.8h.01',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13.2 13.2l3.3 3.3',
  settings: 'M3.5 6h7M14.5 6h2M3.5 14h2M9.5 14h7M12.5 4v4M7.5 12v4',
  faults: 'M11 2.8 4.6 11.2H10L9 17.2l6.4-8.4H10z',
  outbox: 'M10 13V3.8M6.6 7 10 3.6 13.4 7M3.5 12v4h13v-4',
  star: 'M10 3.2l2.1 4.4 4.7.6-3.5 3.3.9 4.8L10 13.9l-4.2 2.4.9-4.8L3.2 8.2l4.7-.6z',
  clip: 'M15.6 9.2 9.9 15a3.6 3.6 0 0 1-5.1-5.1l6.1-6.1a2.4 2.4 0 0 1 3.4 3.4l-6 6a1.2 1.2 0 0 1-1.7-1.7l5.3-5.3',
  trash: 'M4 5.5h12M8 5.5V3.8h4v1.7M5.4 5.5l.7 10.7h7.8l.7-10.7M8.5 8.5v5M11.5 8.5v5',
  unread: 'M3.5 6.5 10 11l6.5-4.5M11.5 4.5h-8v11h13v-6M15.8 6.4a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z',
  read: 'M3.5 8.5 10 4l6.5 4.5v7.5h-13zM3.5 8.5 10 12.5l6.5-4',
  release: 'M17 3 8.6 11.4M17 3l-5.2 14-3.2-5.6L3 8.2z',
  download: 'M10 3.5v9M6.4 9.2 10 12.8l3.6-3.6M3.5 16.3h13',
  print: 'M6 7V3.5h8V7M6 13.5H3.5v-6h13v6H14M6 11.5h8v5H6z',
  alone: 'M11.5 3.5h5v5M16.5 3.5 10 10M8.5 4.5h-5v12h12v-5',
  code: 'M7.2 6 3.2 10l4 4M12.8 6l4 4-4 4',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  up: 'M4.5 12.5 10 7l5.5 5.5',
  down: 'M4.5 7.5 10 13l5.5-5.5',
  right: 'M7.5 4.5 13 10l-5.5 5.5',
  close: 'M5 5l10 10M15 5 5 15',
  check: 'M4 10.5 8.2 14.5 16 6',
  plus: 'M10 4v12M4 10h12',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  desktop: 'M2.5 4h15v9.5h-15zM7 16.5h6M10 13.5v3',
  tablet: 'M5 2.8h10v14.4H5zM9.3 14.8h1.4',
  phone: 'M6.3 2.5h7.4v15H6.3zM9.4 15h1.2',
  moon: 'M16 11.6A6.4 6.4 0 0 1 8.4 4a6.4 6.4 0 1 0 7.6 7.6z',
  copy: 'M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4',
  link: 'M8.4 11.6a3 3 0 0 0 4.3 0l3-3a3 3 0 1 0-4.3-4.3l-.9.9M11.6 8.4a3 3 0 0 0-4.3 0l-3 3a3 3 0 1 0 4.3 4.3l.9-.9',
  keys: 'M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7',
  retry: 'M15.8 8A6 6 0 1 0 16 11.4M16.2 4v4.2H12',
  warn: 'M10 3.2 17.6 16H2.4zM10 8v4M10 14h.01',
  ok: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM6.8 10.2l2.2 2.2 4.2-4.6',
  file: 'M5 2.8h6.5L15.5 7v10.2H5zM11.2 3v4.2h4.2',
  picture: 'M3 4h14v12H3zM3.2 14.2l4.3-4.4 3.4 3.4 2-2 4 3.8M12.9 7.8h.01',
  eyeOff: 'M3 10s2.6-4.6 7-4.6S17 10 17 10s-2.6 4.6-7 4.6S3 10 3 10zM4 16 16 4',
  grid: 'M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z',
} as const;

export type IconName = keyof typeof paths;

/** It says nothing by itself: what it is on has a name. */
export function Icon({ name, class: extra }: { name: IconName; class?: string }): JSX.Element {
  return (
    <svg
      class={extra === undefined ? 'icon' : `icon ${extra}`}
      viewBox="0 0 20 20"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
