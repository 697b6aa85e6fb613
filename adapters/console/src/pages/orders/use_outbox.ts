import { useEffect, useRef, useState } from 'preact/hooks';
import { me, newKey, nowMs } from '../frame';
import { afterOutcome, again, atOnce, nextAct, nextTime, type Act, type Verb } from './outbox';
import { sendAct } from './sending';
import { openShelf, type Shelf } from './shelf';
import { wire } from './wire';

// Pauses between attempts are told by this computer: the engine's clock may jump.
const later = (): number => Date.now();

export interface Outbox {
  acts: readonly Act[];
  sending: string | undefined; // key of the act that is on its way
  add(case_id: string, verb: Verb, fields: Act['fields'], photo?: Blob): void;
  retry(key: string): void;
  drop(key: string): void;
}

interface Told {
  unit: string;
  tokenOf: (case_id: string) => string;
  done: (act: Act, body: unknown) => void;
}

// Sends one after the other for as long as the page is open, and keeps what is left.
export function useOutbox(told: Told): Outbox {
  const [acts, setActs] = useState<Act[]>([]);
  const [sending, setSending] = useState<string | undefined>(undefined);
  const latest = useRef<Act[]>([]);
  const others = useRef<Act[]>([]); // of other people on this device
  const shelf = useRef<Shelf | undefined>(undefined);
  const busy = useRef(false);
  const ears = useRef(told);
  ears.current = told;

  const put = async (changed: Act[]): Promise<void> => {
    latest.current = changed;
    setActs(changed);
    await shelf.current?.save([...others.current, ...changed]);
  };

  const sendNext = async (): Promise<void> => {
    if (busy.current) return;
    const act = nextAct(latest.current, later());
    if (!act || !ears.current.unit) return;
    busy.current = true;
    setSending(act.key);
    const hands = {
      worker: act.person,
      unit: ears.current.unit,
      tokenOf: ears.current.tokenOf,
    };
    const keep = (changed: Act): Promise<void> =>
      put(latest.current.map((known) => (known.key === changed.key ? changed : known)));
    const { outcome, body } = await sendAct(act, hands, wire, keep);
    if (outcome.kind === 'done') ears.current.done(act, body);
    await put(afterOutcome(latest.current, act.key, outcome, later()));
    busy.current = false;
    setSending(undefined);
  };

  useEffect(() => {
    const person = me()?.name ?? '';
    void openShelf().then(async (opened) => {
      shelf.current = opened;
      const kept = await opened.load();
      others.current = kept.filter((act) => act.person !== person);
      const own = kept.filter((act) => act.person === person);
      // Nothing was sent between the last save and now: all of it may go at once.
      await put([...atOnce(own, later()), ...latest.current]);
    });
    const online = (): void => void put(atOnce(latest.current, later()));
    window.addEventListener('online', online);
    return () => window.removeEventListener('online', online);
  }, []);

  useEffect(() => {
    if (sending !== undefined) return undefined;
    const at = nextTime(acts);
    if (at === undefined) return undefined;
    const timer = setTimeout(() => void sendNext(), Math.max(0, at - later()));
    return () => clearTimeout(timer);
  }, [acts, sending, told.unit]);

  return {
    acts,
    sending,
    add: (case_id, verb, fields, photo) => {
      const act: Act = {
        key: newKey(),
        person: me()?.name ?? '',
        case_id,
        verb,
        fields,
        ...(photo ? { photo } : {}),
        done_ms: nowMs(),
        attempts: 0,
        next_ms: later(),
        state: 'waiting',
      };
      void put([...latest.current, act]);
    },
    retry: (key) => void put(again(latest.current, key, newKey(), later())),
    drop: (key) => void put(latest.current.filter((act) => act.key !== key)),
  };
}
