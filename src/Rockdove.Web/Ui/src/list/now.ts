import { signal } from '@preact/signals';

/** The time, as far as rows need to know it. */
export const now = signal(new Date());

setInterval(() => {
  if (!document.hidden) now.value = new Date();
}, 10_000);
