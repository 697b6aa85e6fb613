// Numbers of a score line as people read them. Absent values are kept apart from zero: a unit that
// nobody was asked about has no satisfaction, which is not the same as 0 %.

export const nothingAsked = -1;
export const noMonthBefore = -1001;

// Per mille to per cent with one place: 973 -> "97.3%".
export function percent(perMille: number): string {
  return perMille === nothingAsked ? '—' : `${(perMille / 10).toFixed(1)}%`;
}

export function percentNumber(perMille: number): string {
  return perMille === nothingAsked ? '' : (perMille / 10).toFixed(1);
}

// Complaints per ten thousand households come times ten: 125 -> "12.5".
export function perTenThousand(timesTen: number): string {
  return timesTen === nothingAsked ? '—' : (timesTen / 10).toFixed(1);
}

// Change against the month before, with its sign.
export function change(perMille: number): string {
  if (perMille === noMonthBefore) return '—';
  const sign = perMille > 0 ? '+' : perMille < 0 ? '−' : '±';
  return `${sign}${(Math.abs(perMille) / 10).toFixed(1)}%`;
}

// Stars times 100: 437 -> "4.4"; 0: nobody rated.
export const starsText = (timesHundred: number): string =>
  timesHundred === 0 ? '—' : (timesHundred / 100).toFixed(1);

// Whether a value is better the larger it is; of the others a smaller one is.
export const isBetterHigh = (field: string): boolean =>
  !['return_rate', 'repeat_rate', 'per_ten_thousand_households', 'month_on_month'].includes(field);

// Descending by value, absent ones last, equal ones in their old order.
export function ranked<Line>(lines: readonly Line[], valueOf: (line: Line) => number): Line[] {
  return [...lines].sort((left, right) => {
    const l = valueOf(left);
    const r = valueOf(right);
    if (l === r) return 0;
    if (l === nothingAsked || l === noMonthBefore) return 1;
    if (r === nothingAsked || r === noMonthBefore) return -1;
    return r - l;
  });
}
