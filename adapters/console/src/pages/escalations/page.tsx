import { useEffect, useState } from 'preact/hooks';
import { newKey, post } from '../../api/client';
import { Problem } from '../../api/problem';
import { hasRole, me } from '../../api/session';
import type { Fact } from '../../api/types';
import { listen } from '../../live/stream';
import { Badge, EmptyState, PageHead, ProblemNote, SeverityBadge } from '../../parts/basics';
import { Time } from '../../parts/time';
import { openCases, useOpenCases } from '../../live/open_cases';
import { hrefOf } from '../../route';
import { useTexts } from '../../words';

// What somebody should know at once, newest first.

const shownMax = 500;
const kinds = [
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

const detail = (fact: Fact, name: string): string =>
  fact.details.find((each) => each.name === name)?.value ?? '';

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

function Row({ fact }: { fact: Fact }) {
  const texts = useTexts();
  const [state, setState] = useState<'open' | 'busy' | 'done'>('open');
  const [problem, setProblem] = useState<Problem>();
  const [key] = useState(newKey);
  const item = openCases.value.get(fact.case_id);
  const acknowledge = async (): Promise<void> => {
    setState('busy');
    setProblem(undefined);
    try {
      const body = { id: fact.case_id, by: me()?.name ?? '' };
      await post('/api/v1/wishes/acknowledge_escalation', body, { key });
      setState('done');
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      setProblem(caught);
      setState('open');
    }
  };
  const where = [detail(fact, 'stage'), detail(fact, 'to_unit_name') || detail(fact, 'unit_name')];
  const stage = texts.frame.stages[where[0] ?? ''] ?? where[0];
  return (
    <li class={`happening is-${fact.event}`}>
      <Time ms={Number(fact.time_ms)} seconds />
      <Badge tone={fact.event === 'clock_due_soon' ? 'yellow' : 'red'}>
        {texts.escalations.kinds[fact.event] ?? fact.event}
      </Badge>
      <span class="happening-what">
        {fact.case_id !== '0' && (
          <a href={hrefOf('case', { id: fact.case_id })}>{texts.frame.caseNumber(fact.case_id)}</a>
        )}
        {item && <SeverityBadge severity={item.severity} />}
        <span>
          {item ? `${item.category_name} · ${item.area_name} · ${item.unit_name}` : ''}
          {stage ? ` · ${stage}` : ''}
          {where[1] ? ` → ${where[1]}` : ''}
        </span>
      </span>
      {hasRole('supervisor') && fact.case_id !== '0' && (
        <button
          type="button"
          class="button"
          disabled={state !== 'open'}
          onClick={() => void acknowledge()}
        >
          {state === 'done' ? texts.escalations.acknowledged : texts.escalations.acknowledge}
        </button>
      )}
      {problem && <ProblemNote problem={problem} />}
    </li>
  );
}

export default function EscalationsPage() {
  const texts = useTexts();
  const [facts, setFacts] = useState<Fact[]>([]);
  const [kind, setKind] = useState('');
  const [sound, setSound] = useState(false);
  useEffect(() => useOpenCases(), []);
  useEffect(
    () =>
      listen((record) => {
        const wanted = record.facts.filter((fact) =>
          (kinds as readonly string[]).includes(fact.event),
        );
        if (wanted.length === 0) return;
        setFacts((before) => [...wanted.reverse(), ...before].slice(0, shownMax));
        if (sound && wanted.some((fact) => fact.event !== 'clock_due_soon')) beep();
      }),
    [sound],
  );
  const shown = facts.filter((fact) => !kind || fact.event === kind);
  return (
    <>
      <PageHead title={texts.escalations.title}>
        <select
          value={kind}
          aria-label={texts.frame.filter}
          onChange={(event) => setKind(event.currentTarget.value)}
        >
          <option value="">{texts.frame.all}</option>
          {kinds.map((name) => (
            <option key={name} value={name}>
              {texts.escalations.kinds[name]}
            </option>
          ))}
        </select>
        <label class="check">
          <input
            type="checkbox"
            checked={sound}
            onChange={(event) => setSound(event.currentTarget.checked)}
          />
          {texts.escalations.sound}
        </label>
      </PageHead>
      <p class="quiet">{texts.escalations.earlier}</p>
      {shown.length === 0 ? (
        <EmptyState title={texts.escalations.none} hint={texts.escalations.noneHint} />
      ) : (
        <ul class="happenings" aria-live="polite">
          {shown.map((fact) => (
            <Row key={`${fact.sequence}.${fact.index}`} fact={fact} />
          ))}
        </ul>
      )}
    </>
  );
}
