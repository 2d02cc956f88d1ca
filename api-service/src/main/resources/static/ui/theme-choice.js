import { html } from './dom.js';

const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

/** Calls back when colours have changed, whoever changed them. */
export function onTheme(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  listeners.forEach((listener) => listener());
}

system.addEventListener('change', tell);

function choose(theme) {
  if (theme === 'auto') {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = theme;
  }
  try {
    localStorage.setItem('starmap.theme', theme);
  } catch {
    // it holds until the page is closed
  }
  tell();
}

/** The switch in the header. */
export function themeChoice() {
  const chosen = root.dataset.theme ?? 'auto';
  const option = (value, text) => html`<option value=${value} ?selected=${chosen === value}>${text}</option>`;
  return html`<select class="theme" aria-label="Colours" title="Colours" @change=${(event) => choose(event.target.value)}>
    ${option('auto', 'Auto')}${option('light', 'Light')}${option('dark', 'Dark')}
  </select>`;
}
