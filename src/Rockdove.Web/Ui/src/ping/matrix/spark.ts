/** Where a time lies: half a second at the bottom, half an hour at the top, by logarithm (SparkLine.cs). */
export const share = (seconds: number): number =>
  Math.min(1, Math.max(0, Math.log(Math.max(seconds, bottom) / bottom) / span));

const bottom = 0.5;
const span = Math.log(1800 / bottom);
const tick = 5;

/** The last deliveries as a line, oldest to the left; what failed is a tick on the ground. */
export function sparkPath(history: readonly (number | null)[], width: number, height: number): string {
  const step = history.length > 1 ? width / (history.length - 1) : 0;
  const at = (n: number): string => `${Math.round(n * 10) / 10}`;
  return history
    .map((time, i) => {
      const x = i * step;
      if (time === null) return `M${at(x)} ${at(height)}v-${tick}`;
      const isLine = i > 0 && history[i - 1] !== null;
      const isAlone = !isLine && (i + 1 === history.length || history[i + 1] === null);
      return `${isLine ? 'L' : 'M'}${at(x)} ${at(height * (1 - share(time)))}${isAlone ? 'h0' : ''}`;
    })
    .join('');
}
