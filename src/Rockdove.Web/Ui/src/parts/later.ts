import { useEffect, useState } from 'preact/hooks';

/** False at first, true after so many milliseconds. */
export function useLater(milliseconds: number): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return isLate;
}
