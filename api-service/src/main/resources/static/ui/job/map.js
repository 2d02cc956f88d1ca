import { changes, colour, sharp } from '../colours.js';
import { html, nothing } from '../dom.js';
import { exact, percent, some } from '../format.js';
import { loading, problemBox } from '../parts.js';

const CELL = 15; // CSS pixels, with the gap
const GAP = 1;
const MOST_ROWS = 40;

const KINDS = [
  ['ok', 'done'],
  ['bad', 'failed'],
  ['run', 'at work'],
  ['wait', 'waits for a retry'],
  ['todo', 'queued'],
];

/** The range of indexes as a field of cells, each coloured by the states of its items; and the same in words. */
export class ChunkMap {
  constructor(data, redraw) {
    this.data = data;
    this.redraw = redraw;
    this.pointed = null;
    this.isOtherRange = changes();
    this.isOtherPicture = changes();
  }

  template() {
    const { summary, problems } = this.data;
    if (!summary) {
      return problems.summary ? problemBox(problems.summary) : loading;
    }
    const cells = this.cells();
    this.words ??= inWords(cells);
    if (!cells.length) {
      return html`<p class="quiet">The job has no items.</p>`;
    }
    return html`<div class="map">
      <canvas id="map" role="img" aria-label=${this.words} @mousemove=${(event) => this.point(event)} @mouseleave=${() => this.leave()}
        @click=${(event) => this.choose(event)}></canvas>
      <p class="pointed quiet" aria-hidden="true">${this.pointed === null ? 'Point at a cell; click it for its results.' : told(cells[this.pointed])}</p>
      <ul class="legend">${KINDS.map(([kind, name]) => html`<li><span class="swatch ${kind}"></span>${name}</li>`)}</ul>
      <p class="quiet">${some(summary.recorded, 'chunk')} recorded; a cell is ${some(summary.map.itemsPerCell, 'item')}.
        ${this.data.job.counts.failed ? 'Failed items are shown anywhere in their chunk.' : nothing}</p>
      ${this.table(cells)}
    </div>`;
  }

  /** What a screen reader, or anybody, reads in place of the colours: the cells that are not simply done or queued. */
  table(cells) {
    const special = cells.filter((cell) => cell.bad || cell.run || cell.wait);
    if (!special.length) {
      return nothing;
    }
    return html`<details><summary>Cells with failed, running or waiting items: ${exact(special.length)}</summary>
      <ul class="plain">${special.slice(0, MOST_ROWS).map(
        (cell) => html`<li>${told(cell)} <button type="button" class="small" @click=${() => this.show(cell)}>Results</button></li>`,
      )}</ul>
      ${special.length > MOST_ROWS ? html`<p class="quiet">…and ${some(special.length - MOST_ROWS, 'more cell')}.</p>` : nothing}
    </details>`;
  }

  /** How many items of each cell are in which state; counted when the summary is another one. */
  cells() {
    if (this.isOtherRange(this.data.summary, this.data.job.counts.total)) {
      this.known = this.count();
      this.words = null;
    }
    return this.known;
  }

  count() {
    const { itemsPerCell, recorded, failed, leased, delayed } = this.data.summary.map;
    const { total } = this.data.job.counts;
    const number = Math.min(512, Math.ceil(total / itemsPerCell));
    return Array.from({ length: number }, (_, i) => {
      const start = i * itemsPerCell;
      const size = Math.min(itemsPerCell, total - start);
      const bad = failed[i] ?? 0;
      const ok = (recorded[i] ?? 0) - bad;
      const run = leased[i] ?? 0;
      const wait = delayed[i] ?? 0;
      return { start, size, ok, bad, run, wait, todo: Math.max(0, size - ok - bad - run - wait) };
    });
  }

  draw(main) {
    const canvas = main.querySelector('#map');
    const summary = this.data.summary;
    if (!canvas || !summary) {
      return;
    }
    const cells = this.cells();
    const width = canvas.clientWidth;
    if (!this.isOtherPicture(canvas, cells, width, this.pointed)) {
      return;
    }
    const columns = this.columns(canvas);
    const height = Math.ceil(cells.length / columns) * CELL;
    if (canvas.style.height !== `${height}px`) {
      canvas.style.height = `${height}px`;
    }
    const context = sharp(canvas, width, height);
    cells.forEach((cell, i) => drawCell(context, cell, (i % columns) * CELL, Math.floor(i / columns) * CELL));
    if (this.pointed !== null) {
      context.strokeStyle = colour('text');
      context.lineWidth = 2;
      context.strokeRect((this.pointed % columns) * CELL, Math.floor(this.pointed / columns) * CELL, CELL - GAP, CELL - GAP);
    }
  }

  columns(canvas) {
    return Math.max(1, Math.floor(canvas.clientWidth / CELL));
  }

  cellAt({ target, offsetX, offsetY }) {
    const column = Math.floor(offsetX / CELL);
    const columns = this.columns(target);
    const cell = Math.floor(offsetY / CELL) * columns + column;
    return column < columns && cell < this.cells().length ? cell : null;
  }

  point(event) {
    const cell = this.cellAt(event);
    if (cell !== this.pointed) {
      this.pointed = cell;
      this.redraw();
    }
  }

  leave() {
    this.pointed = null;
    this.redraw();
  }

  choose(event) {
    const cell = this.cellAt(event);
    if (cell !== null) {
      this.show(this.cells()[cell]);
    }
  }

  show(cell) {
    this.data.showFrom(cell.start);
    document.getElementById('from')?.focus();
  }
}

/** Side by side by their shares, but a single failed item is seen as well. */
function drawCell(context, cell, x, y) {
  const room = CELL - GAP;
  context.fillStyle = colour('todo');
  context.fillRect(x, y, room, room);
  let from = 0;
  for (const [kind] of KINDS.slice(0, 4)) {
    if (cell[kind] > 0) {
      const width = Math.max(kind === 'ok' ? 0 : 4, (room * cell[kind]) / cell.size);
      const left = Math.min(from, room - width);
      context.fillStyle = colour(kind);
      context.fillRect(x + left, y, width, room);
      from = left + width;
    }
  }
}

function told(cell) {
  const parts = KINDS.filter(([kind]) => cell[kind] > 0).map(([kind, name]) => `${exact(cell[kind])} ${name}`);
  return `Items ${exact(cell.start)} to ${exact(cell.start + cell.size - 1)}: ${parts.join(', ')}.`;
}

function inWords(cells) {
  const all = cells.reduce((sum, cell) => sum + cell.size, 0);
  const parts = KINDS.map(([kind, name]) => [name, cells.reduce((sum, cell) => sum + cell[kind], 0)])
    .filter(([, items]) => items > 0)
    .map(([name, items]) => `${percent(items / all)} ${name}`);
  const bad = cells.filter((cell) => cell.bad > 0);
  const where = bad.length ? ` Failed items lie in the chunks of ${some(bad.length, 'cell')}, the first from item ${exact(bad[0].start)}.` : '';
  return `Map of ${some(all, 'item')}: ${parts.join(', ')}.${where}`;
}
