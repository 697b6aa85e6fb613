import { useEffect, useState } from 'preact/hooks';
import type { WhistleFact } from './course';

// When what happened to whistles. The register says only what is done; so the stream is read from
// the beginning, for these few kinds of facts, and goes on while the page is open.

export const whistleEvents = [
  'whistle_blown',
  'whistle_acknowledged',
  'unit_reported_in',
  'measure_recorded',
  'unit_released',
  'whistle_missed',
  'whistle_closed',
  'whistle_rated',
  'whistle_settled',
] as const;

// Facts of one record, once each.
export function withRecord(
  facts: readonly WhistleFact[],
  data: string,
): readonly WhistleFact[] {
  const record = JSON.parse(data) as { sequence: string; facts: WhistleFact[] };
  if (facts.some((fact) => fact.sequence === record.sequence)) return facts;
  const kinds = new Set<string>(whistleEvents);
  const own = record.facts.filter((fact) => kinds.has(fact.event));
  if (own.length === 0) return facts;
  return [...facts, ...own.map((fact) => ({ ...fact, sequence: record.sequence }))];
}

const pathFrom = (sequence: string): string =>
  `/api/v1/events?events=${whistleEvents.join(',')}&last_event_id=${sequence}`;

// `changed` is called when something happened that the register will show.
export function useHistory(changed: () => void): readonly WhistleFact[] {
  const [facts, setFacts] = useState<readonly WhistleFact[]>([]);
  useEffect(() => {
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = (sequence: string): void => {
      source = new EventSource(pathFrom(sequence));
      source.addEventListener('record', (event) => {
        setFacts((known) => withRecord(known, event.data as string));
        clearTimeout(timer);
        timer = setTimeout(changed, 300);
      });
      // What went before is no longer in the journal: go on with what there is.
      source.addEventListener('reset', (event) => {
        source.close();
        const { first_available } = JSON.parse(event.data as string) as {
          first_available?: string;
        };
        const next = Number(first_available ?? 0);
        if (next > 0 && sequence === '0') open(String(next - 1));
      });
    };
    open('0');
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, []);
  return facts;
}
