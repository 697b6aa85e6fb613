import { useEffect, useState } from 'preact/hooks';
import type { ClockView } from '../api/types';
import { calendars } from '../live/calendars';
import { zone } from '../live/city';
import { nowMs } from '../time/engine_clock';
import { remaining } from '../time/working';
import { language, useTexts } from '../words';

const minute = 60_000;

// "2 小时 5 分", "3 天 4 小时": never more than two units, nobody reads more at a glance.
export function useDuration(): (ms: number) => string {
  const texts = useTexts().frame;
  return (ms) => {
    const minutes = Math.floor(Math.abs(ms) / minute);
    if (minutes < 60) return texts.minutes(minutes);
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return texts.hours(hours, minutes % 60);
    return texts.days(Math.floor(hours / 24), hours % 24);
  };
}

export function Time({ ms, seconds, year }: { ms: number; seconds?: boolean; year?: boolean }) {
  if (ms <= 0) return null;
  const text = new Intl.DateTimeFormat(language.value === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: zone.value,
    ...(year ? { year: 'numeric' } : {}),
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(new Date(ms));
  return <time dateTime={new Date(ms).toISOString()}>{text}</time>;
}

// Beats for all countdowns of the page together.
export function useNow(every_ms = 1000): number {
  const [now, setNow] = useState(nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return now;
}

// The promise that is due first, of those that run; else one that rests.
export function nearestClock(clocks: readonly ClockView[]): ClockView | undefined {
  let nearest: ClockView | undefined;
  for (const clock of clocks) {
    if (!nearest || rank(clock) < rank(nearest)) nearest = clock;
  }
  return nearest;
}

const rank = (clock: ClockView): number =>
  clock.running && clock.due_ms !== '0' ? Number(clock.due_ms) : Infinity;

export function ClockBadge({ clock, now }: { clock: ClockView | undefined; now: number }) {
  const texts = useTexts().frame;
  const duration = useDuration();
  if (!clock) return <span class="countdown is-quiet">{texts.noClock}</span>;
  const stage = texts.stages[clock.stage] ?? clock.stage;
  const left = remaining(
    Number(clock.due_ms),
    clock.running,
    now,
    calendars.value.get(clock.calendar),
  );
  if (left.paused === 'rests') {
    return (
      <span class="countdown is-paused">
        <span class="pause-sign" aria-hidden="true" />
        {stage} {texts.rests}
      </span>
    );
  }
  const late = left.ms < 0;
  const soon = !late && left.ms < 30 * minute;
  const text = late ? texts.late(duration(left.ms)) : texts.left(duration(left.ms));
  return (
    <span class={`countdown${late ? ' is-over' : soon ? ' is-soon' : ''}`}>
      {late && <span aria-hidden="true">! </span>}
      {stage} {text}
      {left.paused === 'closed' && (
        <span class="pause" title={texts.closed}>
          <span class="pause-sign" aria-hidden="true" />
          <span class="only-read"> {texts.closed}</span>
        </span>
      )}
    </span>
  );
}

// Until an instant on the wall.
export function Countdown({ due_ms }: { due_ms: number }) {
  const now = useNow();
  const texts = useTexts().frame;
  const duration = useDuration();
  const left = due_ms - now;
  return (
    <span class={left < 0 ? 'countdown is-over' : 'countdown'}>
      {left < 0 ? texts.late(duration(left)) : texts.left(duration(left))}
    </span>
  );
}
