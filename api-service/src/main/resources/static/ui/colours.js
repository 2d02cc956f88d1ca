import { onTheme } from './theme-choice.js';

// The colours of the style sheet for what is drawn on a canvas.

let known = new Map();
onTheme(() => (known = new Map()));

/** A function that tells whether anything it is given, or a colour, is other than the last time: whether to draw again. */
export function changes() {
  let last = [];
  return (...given) => {
    const now = [...given, known];
    const isOther = now.some((one, i) => one !== last[i]);
    last = now;
    return isOther;
  };
}

/** Such as colour('ok'), for --ok. */
export function colour(name) {
  if (!known.has(name)) {
    known.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  }
  return known.get(name);
}

/** A canvas that is as sharp as the screen; its size is counted in CSS pixels. */
export function sharp(canvas, width, height) {
  const scale = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
