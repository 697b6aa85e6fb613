// Wall time of the city, whatever zone the computer of the reader is set to.

export const usualZone = 'Asia/Shanghai';

function wallOf(time_ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(time_ms));
  const part = (type: string): number => Number(parts.find((item) => item.type === type)?.value);
  return Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
}

// "2026-03-11T17:50" of an input, in the zone; undefined when it is none.
export function instantOf(local: string, zone: string = usualZone): number | undefined {
  const wall = Date.parse(`${local}${local.length === 16 ? ':00' : ''}Z`);
  if (!local || Number.isNaN(wall)) return undefined;
  // Twice: the offset may be another one on the other side of a change of clocks.
  const first = wall - (wallOf(wall, zone) - wall);
  return wall - (wallOf(first, zone) - first);
}

// For an input of datetime-local.
export const localOf = (time_ms: number, zone: string = usualZone): string =>
  new Date(wallOf(time_ms, zone)).toISOString().slice(0, 16);
