import { signal } from '@preact/signals';

/** What was just done, for some seconds; and what a screen reader says. */
export const toast = signal<{ text: string; isBad: boolean } | null>(null);
export const spoken = signal('');

let timer: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, isBad = false): void {
  toast.value = { text, isBad };
  spoken.value = text;
  clearTimeout(timer);
  timer = setTimeout(
    () => {
      toast.value = null;
    },
    isBad ? 8000 : 4000,
  );
}
