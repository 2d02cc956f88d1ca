import { colour } from './colours.js';
import { onTheme } from './theme-choice.js';

const HEIGHT = 190;
const SECONDS = 300;
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/**
 * A chart of the last five minutes.
 *
 * host: the element it fills · lines: [{ label, colour, fill }] · write: number → text
 */
export class Chart {
  constructor(host, lines, write) {
    this.host = host;
    this.lines = lines;
    this.write = write;
    this.data = [[], ...lines.map(() => [])];
    this.forget = onTheme(() => this.build());
    this.sizes = new ResizeObserver(() => this.plot?.setSize({ width: host.clientWidth, height: HEIGHT }));
    this.build();
    this.sizes.observe(host);
  }

  build() {
    this.plot?.destroy();
    const axis = {
      stroke: colour('quiet'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { stroke: colour('line'), width: 1, size: 4 },
      font: '12px system-ui, sans-serif',
    };
    const options = {
      width: this.host.clientWidth,
      height: HEIGHT,
      legend: { live: true },
      cursor: { drag: { x: false, y: false } },
      scales: {
        x: { range: () => this.span() },
        y: { range: (_, least, most) => [0, Math.max(1, (most ?? 0) * 1.1)] },
      },
      axes: [
        { ...axis, size: 30, values: (_, ticks) => ticks.map((tick) => time.format(tick * 1000)) },
        { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => this.write(tick)) },
      ],
      series: [
        { label: 'Time', value: '{HH}:{mm}:{ss}' },
        ...this.lines.map((line) => ({
          label: line.label,
          stroke: colour(line.colour),
          width: 2,
          fill: line.fill ? colour(line.fill) : undefined,
          value: (_, number) => (number === null || number === undefined ? '–' : this.write(number)),
          points: { show: false },
        })),
      ],
    };
    this.plot = new globalThis.uPlot(options, this.data, this.host);
  }

  span() {
    const last = this.data[0].at(-1) ?? Date.now() / 1000;
    return [last - SECONDS, last];
  }

  show(data) {
    this.data = data;
    this.plot.setData(data);
  }

  stop() {
    this.sizes.disconnect();
    this.forget();
    this.plot.destroy();
  }
}
