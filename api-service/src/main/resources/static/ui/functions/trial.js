import { call } from '../api.js';
import { fields, html, nothing } from '../dom.js';
import { cut, duration } from '../format.js';
import { problemBox } from '../parts.js';

const MOST_SHOWN = 20_000;

/** A form that runs a function on one item. Several arguments go as an array through starmap, one value through apply. */
export class Trial {
  constructor({ name, example, curl }, redraw) {
    this.name = name;
    this.example = example;
    this.isSeveral = curl.includes('/v1/starmap/');
    this.redraw = redraw;
    this.answer = null;
    this.problem = null;
    this.isRunning = false;
  }

  template() {
    const verb = this.isSeveral ? 'starmap' : 'apply';
    return html`<form class="form" @submit=${(event) => this.run(event)}>
      <div class="field"><label for="argument">${this.isSeveral ? 'Arguments: a JSON array, or an object by name' : 'Argument: any JSON value'}</label>
        <textarea id="argument" name="argument" rows="4" spellcheck="false" required .value=${this.example}></textarea>
        <small>POST v1/${verb}/${this.name}</small></div>
      <div class="buttons"><button type="submit" class="primary" ?disabled=${this.isRunning}>${this.isRunning ? 'Running…' : 'Run'}</button></div>
      <div aria-live="polite">${this.outcome()}</div>
    </form>`;
  }

  outcome() {
    if (this.problem) {
      return problemBox(this.problem);
    }
    return this.answer === null
      ? nothing
      : html`<h3>Answer, after ${duration(this.answer.seconds)}</h3><pre class="answer" tabindex="0">${cut(this.answer.text, MOST_SHOWN)}</pre>`;
  }

  /** The item goes as it was typed, and the answer is shown as it came: no number is rounded on the way. */
  async run(event) {
    event.preventDefault();
    const { argument } = fields(event.currentTarget);
    this.isRunning = true;
    this.redraw();
    const begun = performance.now();
    try {
      const text = await (this.isSeveral ? this.post('starmap', `[${argument}]`) : this.post('apply', argument));
      this.answer = { text: this.isSeveral ? text.trim().slice(1, -1) : text.trim(), seconds: (performance.now() - begun) / 1000 };
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
    this.isRunning = false;
    this.redraw();
  }

  async post(verb, body) {
    const headers = { 'Content-Type': 'application/json' };
    return (await call(`v1/${verb}/${encodeURIComponent(this.name)}`, { method: 'POST', headers, body })).text();
  }
}
