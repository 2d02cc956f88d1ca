export { html, nothing, render, svg } from './vendor/lit-html/lit-html.js';
export { repeat } from './vendor/lit-html/directives/repeat.js';

/** A function that has `draw` called at the next frame, once however often it is called itself. */
export function framed(draw) {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  };
}

/** A function that calls `act` when it has not been called for a while. */
export function settled(act, milliseconds = 300) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), milliseconds);
  };
}

let clearing;

/** Shows a short message, which a screen reader reads out. */
export function say(text) {
  const place = document.getElementById('said');
  place.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => (place.textContent = ''), 6000);
}

/** Copies to the clipboard, and says so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say('Copied.');
  } catch {
    say('The browser does not allow copying here: select the text instead.');
  }
}

/** The fields of a form by name, as text. */
export function fields(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
}
