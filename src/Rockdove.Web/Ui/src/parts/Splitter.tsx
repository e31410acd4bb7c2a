import type { JSX } from 'preact';
import { t } from '../text/catalogue';

interface SplitterProps {
  width: number;
  least: number;
  most: number;
  onChange: (width: number) => void;
  label: string;
}

/** The line between two columns, which moves. */
export function Splitter({ width, least, most, onChange, label }: SplitterProps): JSX.Element {
  const set = (wanted: number): void => onChange(Math.round(Math.min(most, Math.max(least, wanted))));
  const drag = (event: JSX.TargetedPointerEvent<HTMLHRElement>): void => {
    const line = event.currentTarget;
    const [start, from] = [event.clientX, width];
    line.setPointerCapture(event.pointerId);
    line.onpointermove = move => set(from + move.clientX - start);
    line.onpointerup = line.onpointercancel = () => {
      line.onpointermove = line.onpointerup = line.onpointercancel = null;
    };
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? -16 : event.key === 'ArrowRight' ? 16 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    set(width + step);
  };
  return (
    <hr
      class="splitter"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      title={t('dragToResize')}
      onPointerDown={drag}
      onKeyDown={press}
    />
  );
}
