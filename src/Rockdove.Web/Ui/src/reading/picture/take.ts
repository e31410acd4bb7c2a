import { size as inWords, t } from '../../text/catalogue';
import { endOf } from './height';
import { modeOf } from './quirks';
import { markRows, type Page, svgToMeasure, svgToShow } from './svg';

export interface Look {
  /** Of the window in which the page is shown, in CSS pixels. */
  width: number;
  height: number;
  /** What is done to its colours, as CSS has it. */
  filter: string;
}

/**
 * A PNG of somebody else's page. It is drawn as an SVG that is a picture: there nothing runs, and nothing is fetched
 * but what is in it (SVG Integration, "secure static mode"). Its address is `data:`, since from a `blob:` one Chromium
 * and Safari would not give the pixels back.
 *
 * The page is never laid out in a document of ours, not even to learn how high it is: our own policy takes its styles
 * away there, and what is hidden can still ask a server. It is drawn once more than needed instead, and its end found
 * among the pixels.
 */
export async function take(html: string, look: Look): Promise<{ blob: Blob; isCut: boolean }> {
  const parsed = new DOMParser().parseFromString(html, 'text/html'); // Inert: it runs nothing and loads nothing.
  const page = {
    root: parsed.documentElement,
    body: parsed.body,
    mode: modeOf(parsed),
    colorScheme: parsed.querySelector('meta[name="color-scheme" i]')?.getAttribute('content') ?? '',
  };
  const width = Math.max(1, Math.round(look.width));
  const end = await measure(page, width, look.height);
  const height = Math.min(end ?? mostHeight, mostHeight);
  const scale = scaleOf(width, height, devicePixelRatio);
  const image = await load(svgToShow(page, { width, height, windowHeight: look.height }, look.filter));
  const [canvas, context] = canvasOf(Math.round(width * scale), Math.round(height * scale));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/png'));
  if (blob === null) throw new Error(t('pictureTooBig', { w: canvas.width, h: canvas.height }));
  return { blob, isCut: end === null || end > mostHeight };
}

/** Pixels of the picture to a CSS pixel: as many as the screen has, or fewer where it would be too big. */
export const scaleOf = (width: number, height: number, most: number): number =>
  Math.min(most, mostSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));

/** Drawn as thin as can be: only rows count. The mark's colour is drawn by lot, so that no page has it. */
async function measure(page: Page, width: number, windowHeight: number): Promise<number | null> {
  const colour = [...crypto.getRandomValues(new Uint8Array(3))];
  const height = mostHeight + markRows - 1; // So that a mark just below is not seen.
  const image = await load(svgToMeasure(page, { width, height, windowHeight }, `rgb(${colour})`));
  const [, context] = canvasOf(across, height);
  context.drawImage(image, 0, 0, across, height);
  return endOf(context.getImageData(0, 0, across, height).data, across, colour);
}

async function load(svg: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = await new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result as string);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(new Blob([svg], { type: 'image/svg+xml;charset=utf-8' }));
  });
  try {
    await image.decode();
  } catch {
    throw new Error(t('pictureUndrawn', { size: inWords(svg.length) }));
  }

  return image;
}

function canvasOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error(t('pictureTooBig', { w: width, h: height }));
  return [canvas, context];
}

/** Characters of a page with its pictures. Chromium takes some seconds for as much. */
export const mostPage = 16 * 1024 * 1024;

/** CSS pixels of a page from its top, so that a picture of it needs not be shrunk. A long newsletter has 8000. */
export const mostHeight = 16_000;

/** Pixels along a side of a picture. Browsers draw nothing on a canvas beyond it, and say nothing. */
export const mostSide = 16_384;

/** Pixels of a picture, four octets each: 128 MiB while it is drawn. */
export const mostPixels = 32 * 1024 * 1024;

/** Pixels across the drawing that is measured. */
const across = 32;
