/** Times as people say them, with no more digits than are known: the words of the picture (DurationText.cs). */
export function duration(time: number, uncertainty = 0): string {
  const seconds = Math.max(0, time);
  if (seconds < 0.995 && uncertainty < 0.05) return say(seconds, 2, 's');
  if (seconds < 9.95 && uncertainty < 0.5) return say(seconds, 1, 's');
  if (seconds < 0.5) return '<1 s';
  if (seconds < 119.5) return say(seconds, 0, 's');
  if (seconds < 99.5 * 60) return say(seconds / 60, 0, 'min');
  if (seconds < 47.5 * 3600) return say(seconds / 3600, 0, 'h');
  return say(seconds / 86_400, 0, 'd');
}

const say = (n: number, digits: number, unit: string): string => `${n.toFixed(digits)}\u00a0${unit}`;
