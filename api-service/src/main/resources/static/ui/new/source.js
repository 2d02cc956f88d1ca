import { html, nothing } from '../dom.js';
import { bytes, exact } from '../format.js';
import { FORMATS, countOf, formatOf, formatOfFile, rangeSize } from './items.js';

const SOURCES = [
  ['range', 'A range of integers'],
  ['paste', 'Paste items'],
  ['file', 'A file'],
];

/** The part of the form that says where items come from. `form` holds what was typed; `change` is called with what is new. */
export function itemSource(form, change) {
  return html`<fieldset>
    <legend class="hidden">Where the items come from</legend>
    <div class="choice">${SOURCES.map(
      ([value, name]) => html`<label class="check"><input type="radio" name="source" value=${value} ?checked=${form.source === value}>${name}</label>`,
    )}</div></fieldset>
    ${form.source === 'range' ? range(form) : form.source === 'paste' ? paste(form) : file(form, change)}`;
}

function range(form) {
  const size = rangeSize(form.start, form.stop, form.step);
  const integer = (name, label, more, otherwise = '') => html`<div class="field"><label for=${name}>${label}</label>
    <input id=${name} name=${name} placeholder=${otherwise} inputmode="numeric" pattern="-?[0-9]+" .value=${form[name]} ?required=${name === 'stop'} autocomplete="off">
    <small>${more}</small></div>`;
  return html`<div class="row">
      ${integer('start', 'Start', 'the first item', '0')}
      ${integer('stop', 'Stop', 'is not reached')}
      ${integer('step', 'Step', 'added each time', '1')}
    </div>
    <p class="quiet" id="size">${size === null ? 'Stop is needed.' : `${exact(size)} items, which the workers make themselves.`}</p>`;
}

function paste(form) {
  const format = pastedFormat(form);
  return html`<div class="field"><label for="pasted">Items</label>
      <textarea id="pasted" name="pasted" rows="8" spellcheck="false" required placeholder='[1, 2, 3]   or one item a line'
        .value=${form.pasted}></textarea></div>
    <div class="row">${formatChoice(form, format, 'as it looks')}</div>
    <p class="quiet">${form.pasted.trim() ? pastedSize(form.pasted, format) : 'An array, one JSON value a line, or CSV, where words need no quotes.'}</p>`;
}

export function pastedFormat(form) {
  return form.format || formatOf(form.pasted);
}

function pastedSize(text, format) {
  try {
    return `${exact(countOf(text, format))} items, as ${FORMATS[format].name}.`;
  } catch (error) {
    return `This is no ${FORMATS[format].name}: ${error.message}`;
  }
}

function formatChoice(form, found, hint) {
  const option = (value, name) => html`<option value=${value} ?selected=${form.format === value}>${name}</option>`;
  return html`<div class="field"><label for="format">Format</label>
      <select id="format" name="format">
        ${option('', found ? `${hint} (${FORMATS[found].name})` : hint)}
        ${Object.entries(FORMATS).map(([value, { name }]) => option(value, name))}
      </select></div>
    ${(form.format || found) === 'csv' && form.mode === 'starmap'
      ? html`<div class="field"><span class="name">CSV</span><label class="check"><input type="checkbox" name="header" value="present"
          ?checked=${form.header === 'present'}>the first line names the arguments</label></div>`
      : nothing}`;
}

function file(form, change) {
  const drop = (event) => {
    event.preventDefault();
    event.currentTarget.classList.remove('over');
    change({ file: event.dataTransfer.files[0] ?? form.file });
  };
  const over = (isOver) => (event) => {
    event.preventDefault();
    event.currentTarget.classList.toggle('over', isOver);
  };
  const chosen = form.file
    ? html`<strong>${form.file.name}</strong>, ${bytes(form.file.size)}`
    : 'JSON array, one JSON value a line, or CSV; .gz as well. Any size: it is computed while it is sent.';
  return html`<div class="drop" @drop=${drop} @dragover=${over(true)} @dragleave=${over(false)}>
      <label for="file">Drop a file here, or choose one:</label>
      <p><input id="file" type="file"
        accept=".json,.ndjson,.jsonl,.csv,.txt,.gz" @change=${(event) => change({ file: event.target.files[0] ?? null })}></p>
      <p class="quiet">${chosen}</p>
    </div>
    <div class="row">${formatChoice(form, form.file ? formatOfFile(form.file.name) : null, 'as its name says')}</div>`;
}
