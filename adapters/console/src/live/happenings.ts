import { signal } from '@preact/signals';
import type { Fact } from '../api/types';
import { listen, type RecordEvent } from './stream';

// What somebody should know at once, newest first: since this window was opened, whichever page it
// shows.

export const happeningKinds = [
  'clock_ran_out',
  'case_escalated',
  'ladder_exhausted',
  'card_issued',
  'unit_carded',
  'order_parked',
  'whistle_missed',
  'acknowledgement_expired',
  'storm_began',
  'clock_due_soon',
] as const;

const keptMax = 500;
const kinds: ReadonlySet<string> = new Set(happeningKinds);

export const happenings = signal<readonly Fact[]>([]);
export const sound = signal(false);

// Of a record what is worth a line, newest first.
export const happeningsOf = (record: RecordEvent): Fact[] =>
  record.facts.filter((fact) => kinds.has(fact.event)).reverse();

// Short, and only when somebody has asked for it.
function beep(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = 0.1;
  tone.connect(volume).connect(audio.destination);
  tone.frequency.value = 880;
  tone.start();
  tone.stop(audio.currentTime + 0.15);
  tone.onended = () => void audio.close();
}

export function followHappenings(): () => void {
  happenings.value = [];
  return listen((record) => {
    const found = happeningsOf(record);
    if (found.length === 0) return;
    happenings.value = [...found, ...happenings.value].slice(0, keptMax);
    if (sound.value && found.some((fact) => fact.event !== 'clock_due_soon')) beep();
  });
}
