import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../text/catalogue';

/** A picture drawn small by the catcher, or what stands for it where there is none: broken, too large, no picture. */
export function Thumbnail({ url, children }: { url: string; children: ComponentChildren }): JSX.Element {
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return <>{children}</>;
  return (
    <img
      class="thumb"
      src={url}
      alt={t('thumbnail')}
      width={60}
      height={40}
      loading="lazy"
      onError={() => setMissing(true)}
    />
  );
}
