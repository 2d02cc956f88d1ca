const whole = new Intl.NumberFormat('en');
const precise = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const rounded = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const clockTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

/** 1,234,567. */
export function exact(number) {
  return Number.isInteger(number) ? whole.format(number) : precise.format(number);
}

/** 1.23M; numbers that are short anyway stay whole. */
export function short(number) {
  if (Math.abs(number) >= 10_000) {
    return compact.format(number);
  }
  return (Number.isInteger(number) ? whole : rounded).format(number);
}

/** "1 item", "12 items". */
export function some(number, unit) {
  return `${exact(number)} ${number === 1 ? unit : `${unit}s`}`;
}

export function percent(share) {
  const hundredth = share * 100;
  return `${hundredth > 0 && hundredth < 10 ? hundredth.toPrecision(2) : Math.round(hundredth)} %`;
}

/** 1.5 MiB. */
export function bytes(number) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = number;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${units[unit]}`;
}

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** 340 µs, 1.2 ms, 4.2 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds) {
  if (seconds < 60) {
    const [factor, unit] = seconds >= 1 || seconds === 0 ? [1, 's'] : seconds >= 1e-3 ? [1e3, 'ms'] : [1e6, 'µs'];
    return `${Number((seconds * factor).toPrecision(2))} ${unit}`;
  }
  const first = UNITS.findIndex(([size]) => seconds >= size);
  const [size, unit] = UNITS[first];
  const [smallerSize, smaller] = UNITS[first + 1];
  const rest = Math.floor((seconds % size) / smallerSize);
  return `${Math.floor(seconds / size)} ${unit}${rest ? ` ${rest} ${smaller}` : ''}`;
}

/** The seconds of PT1H30M; null where it is something else. */
export function isoSeconds(text) {
  const found = /^P(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/.exec(text ?? '');
  if (!found) {
    return null;
  }
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
}

/** The time of today, with the day where it was another one. */
export function clock(iso) {
  const at = new Date(iso);
  return at.toDateString() === new Date().toDateString() ? clockTime.format(at) : dayAndTime.format(at);
}

export function fullTime(iso) {
  return `${dayAndTime.format(new Date(iso))} (${iso})`;
}

/** "3 min ago". */
export function ago(iso) {
  const seconds = (Date.now() - new Date(iso)) / 1000;
  return seconds < 2 ? 'just now' : `${duration(seconds < 60 ? Math.floor(seconds) : seconds)} ago`;
}

/** SUCCEEDED → Succeeded. */
export function word(state) {
  return state.charAt(0) + state.slice(1).toLowerCase();
}

/** As much of a text as one reads in passing. */
export function cut(text, most = 200) {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
