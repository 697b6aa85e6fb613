import { useEffect, useState } from 'preact/hooks';
import { newKey, post } from '../../api/client';
import { Problem } from '../../api/problem';
import { hasRole, me } from '../../api/session';
import { severities, type Fact } from '../../api/types';
import { categoryOf } from '../../live/city';
import { happeningKinds, happenings, sound } from '../../live/happenings';
import { Badge, EmptyState, PageHead, ProblemNote, SeverityBadge } from '../../parts/basics';
import { Time } from '../../parts/time';
import { openCases, useOpenCases } from '../../live/open_cases';
import { hrefOf } from '../../route';
import { nowMs } from '../../time/engine_clock';
import { useTexts } from '../../words';

// What somebody should know at once, newest first.

const detail = (fact: Fact, name: string): string =>
  fact.details.find((each) => each.name === name)?.value ?? '';

function Row({ fact }: { fact: Fact }) {
  const texts = useTexts();
  const [state, setState] = useState<'open' | 'busy' | 'done'>('open');
  const [problem, setProblem] = useState<Problem>();
  const [key] = useState(newKey);
  const item = openCases.value.get(fact.case_id);
  const done = state === 'done' || Number(item?.acknowledged_until_ms ?? 0) > nowMs();
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
          {item ? `${categoryOf(item)} · ${item.area_name} · ${item.unit_name}` : ''}
          {stage ? ` · ${stage}` : ''}
          {where[1] ? ` → ${where[1]}` : ''}
        </span>
      </span>
      {hasRole('supervisor') && fact.case_id !== '0' && (
        <button
          type="button"
          class="button"
          disabled={done || state === 'busy'}
          onClick={() => void acknowledge()}
        >
          {done ? texts.escalations.acknowledged : texts.escalations.acknowledge}
        </button>
      )}
      {problem && <ProblemNote problem={problem} />}
    </li>
  );
}

function Filters({
  kind,
  severity,
  setKind,
  setSeverity,
}: {
  kind: string;
  severity: string;
  setKind: (kind: string) => void;
  setSeverity: (severity: string) => void;
}) {
  const texts = useTexts();
  return (
    <>
      <select
        value={kind}
        aria-label={texts.frame.filter}
        onChange={(event) => setKind(event.currentTarget.value)}
      >
        <option value="">{texts.frame.all}</option>
        {happeningKinds.map((name) => (
          <option key={name} value={name}>
            {texts.escalations.kinds[name]}
          </option>
        ))}
      </select>
      <select
        value={severity}
        aria-label={texts.frame.colour}
        onChange={(event) => setSeverity(event.currentTarget.value)}
      >
        <option value="">{texts.frame.all}</option>
        {severities.map((name) => (
          <option key={name} value={name}>
            {texts.frame.shapes[name]} {texts.frame.severity[name]}
          </option>
        ))}
      </select>
      <label class="check">
        <input
          type="checkbox"
          checked={sound.value}
          onChange={(event) => (sound.value = event.currentTarget.checked)}
        />
        {texts.escalations.sound}
      </label>
    </>
  );
}

export default function EscalationsPage() {
  const texts = useTexts();
  const [kind, setKind] = useState('');
  const [severity, setSeverity] = useState('');
  useEffect(() => useOpenCases(), []);
  const shown = happenings.value.filter(
    (fact) =>
      (!kind || fact.event === kind) &&
      (!severity || openCases.value.get(fact.case_id)?.severity === severity),
  );
  return (
    <>
      <PageHead title={texts.escalations.title}>
        <Filters kind={kind} severity={severity} setKind={setKind} setSeverity={setSeverity} />
      </PageHead>
      <p class="quiet">{texts.escalations.earlier}</p>
      {shown.length === 0 ? (
        <EmptyState title={texts.escalations.none} hint={texts.escalations.noneHint} />
      ) : (
        <ul class="happenings" aria-live="polite" aria-relevant="additions">
          {shown.map((fact) => (
            <Row key={`${fact.sequence}.${fact.index}`} fact={fact} />
          ))}
        </ul>
      )}
    </>
  );
}
