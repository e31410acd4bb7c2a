import type { JSX } from 'preact';

/** The dove: slate, and the sheen of its neck. */
export function Mark({ size }: { size: number }): JSX.Element {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id="neck" x1="30" y1="12" x2="22" y2="32" gradientUnits="userSpaceOnUse">
          <stop offset="0" stop-color="var(--mark-green)" />
          <stop offset="1" stop-color="var(--mark-violet)" />
        </linearGradient>
      </defs>
      <path class="mark-body" d={body} />
      <path fill="url(#neck)" d={neck} />
      <path class="mark-wing" d={wing} />
      <circle class="mark-eye" cx="35.2" cy="11.6" r="1.5" />
    </svg>
  );
}

const body =
  'M45 13.6 40.6 12C39.8 8.2 37 5.8 33.6 5.8c-4.6 0-7 3.5-7.4 7.4-.5 4.4-3.4 7-8 9.4C11.6 26 6.6 30.4 3 38.2l9.2-3.4c1.6 2.8 5 5.4 10.2 5.4 9.6 0 17-6.6 17.6-16.4.2-3-.1-5.4-.2-7.2z';
const neck =
  'M26.2 13.2c-.5 4.4-3.4 7-8 9.4 5.6 2.6 14.6 2 21.8-2 0-1.500-.1-2.900-.2-4l-.9-.3c-4.600.8-9.300-.4-12.700-3.100z';
const wing = 'M14.500 31.500c5.500 2.500 12.500 1.300 17.500-3.500-3 7-9.500 9.600-15.500 8.200z';
