import { useState } from 'preact/hooks';
import { get, newKey, post } from '../../api/client';
import { Problem } from '../../api/problem';
import { me } from '../../api/session';
import type { CaseView, PullReply } from '../../api/types';
import { Dialog, Field, ProblemNote } from '../../parts/basics';
import { useTexts } from '../../words';
import { useNames } from '../names';
import { UnitPicker } from '../unit_picker';
import type { Act, Question } from './acts';

// Who holds an order shows its token; the engine tells it to the unit whose order it is.
async function tokenOf(item: CaseView): Promise<string> {
  let after = '0';
  for (;;) {
    const query = new URLSearchParams({ unit: item.unit, after_case: after });
    const { grants } = await get<PullReply>(`/api/v1/holdings?${query}`);
    const found = grants.find((grant) => grant.case.case_id === item.case_id);
    if (found) return found.token;
    const last = grants[grants.length - 1];
    if (!last) throw new Problem(409, 'TOKEN_SUPERSEDED', '', undefined);
    after = last.case.case_id;
  }
}

async function send(act: Act, item: CaseView, said: Record<string, unknown>, key: string) {
  const name = me()?.name ?? '';
  if (act.name === 'pull') {
    const body = { unit: item.unit, worker: name, max: 1, only_case: item.case_id, sign_at_once: true };
    const reply = await post<PullReply>('/api/v1/pulls', body, { key });
    if (reply.grants.length === 0) throw new Problem(409, 'TOKEN_SUPERSEDED', '', undefined);
    return;
  }
  const who = act.by === 'by' ? { by: name } : { worker: name };
  const token = act.needsToken ? { token: await tokenOf(item) } : {};
  if (act.way === 'work') {
    await post(`/api/v1/cases/${item.case_id}/${act.name}`, { ...said, ...who, ...token }, { key });
    return;
  }
  const unit = act.name === 'return_order' ? { unit: item.unit } : {};
  await post(`/api/v1/wishes/${act.name}`, { id: item.case_id, ...said, ...who, ...token, ...unit }, { key });
}

// Nobody knows the codes of units by heart.
function UnitAnswer({
  label,
  value,
  set,
}: {
  label: string;
  value: unknown;
  set: (value: unknown) => void;
}) {
  const names = useNames();
  const code = String(value ?? '');
  return (
    <>
      <UnitPicker label={label} units={names.rules?.units ?? []} without={[]} choose={set} />
      {code && (
        <p>
          {names.unit(code)} <span class="quiet">{code}</span>
        </p>
      )}
    </>
  );
}

function Answer({
  question,
  value,
  set,
}: {
  question: Question;
  value: unknown;
  set: (value: unknown) => void;
}) {
  const texts = useTexts().casePage;
  const label = texts.fields[question.label] ?? question.label;
  if (question.kind === 'yes') {
    return (
      <label class="check">
        <input
          type="checkbox"
          checked={Boolean(value)}
          onChange={(event) => set(event.currentTarget.checked)}
        />
        {label}
      </label>
    );
  }
  if (question.kind === 'unit') return <UnitAnswer label={label} value={value} set={set} />;
  return (
    <Field label={label}>
      {(id) =>
        question.kind === 'choice' ? (
          <select
            id={id}
            required
            value={String(value ?? '')}
            onChange={(event) => set(event.currentTarget.value)}
          >
            <option value="" disabled>
              —
            </option>
            {question.choices?.map((choice) => (
              <option key={choice} value={choice}>
                {texts.choices[choice] ?? choice}
              </option>
            ))}
          </select>
        ) : question.kind === 'text' ? (
          <textarea
            id={id}
            required={question.required}
            maxLength={1000}
            value={String(value ?? '')}
            onInput={(event) => set(event.currentTarget.value)}
          />
        ) : (
          <input
            id={id}
            required={question.required}
            value={String(value ?? '')}
            onInput={(event) => set(event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

export function ActDialog({
  act,
  item,
  close,
  done,
}: {
  act: Act;
  item: CaseView;
  close: () => void;
  done: () => void;
}) {
  const texts = useTexts().casePage;
  const [said, setSaid] = useState<Record<string, unknown>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  // The same until it is answered: pressing again after a lost answer does nothing twice.
  const [key, setKey] = useState(newKey);
  const name = texts.acts[act.name] ?? act.name;
  const missing = act.ask.some(
    (question) => question.kind === 'unit' && question.required && !said[question.name],
  );
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await send(act, item, said, key);
      done();
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      setProblem(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={act.ask.length > 0 ? name : texts.confirm(name)}
      confirm={name}
      busy={busy || missing}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      {act.ask.map((question) => (
        <Answer
          key={question.name}
          question={question}
          value={said[question.name]}
          set={(value) => {
            setSaid({ ...said, [question.name]: value });
            setKey(newKey());
          }}
        />
      ))}
      {problem && <ProblemNote problem={problem} />}
    </Dialog>
  );
}
