// Months as the engine names them: 202603.

export function monthOf(time_ms: number, zone = 'Asia/Shanghai'): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
  }).formatToParts(new Date(time_ms));
  const part = (type: string): number => Number(parts.find((item) => item.type === type)?.value);
  return part('year') * 100 + part('month');
}

export function monthBefore(month: number): number {
  return month % 100 === 1 ? month - 100 + 11 : month - 1;
}

// The last `count` months up to this one, the earliest first.
export function monthsUpTo(month: number, count: number): number[] {
  const months: number[] = [];
  for (let at = month; months.length < count; at = monthBefore(at)) months.unshift(at);
  return months;
}

export const monthText = (month: number): string =>
  `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`;

// "2026-03" -> 202603; undefined when it is no month.
export function monthFrom(text: string): number | undefined {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  return found ? Number(found[1]) * 100 + Number(found[2]) : undefined;
}
