import { useState } from 'preact/hooks';
import { Dialog, Field, me, ProblemNote, useSending, useWords } from '../frame';
import type { Names } from '../names';
import { UnitPicker } from '../unit_picker';
import { callBody, casesFrom, type Call } from './call';
import { kindsFor, mayBlow, type Kind } from './rights';
import { useRights } from './use_rights';

export function BlowDialog({
  names,
  close,
  done,
}: {
  names: Names;
  close: () => void;
  done: () => void;
}) {
  const words = useWords().whistles;
  const rights = useRights(names.rules);
  const units = names.rules?.units ?? [];
  const own = me()?.units ?? [];
  const whistlers = units.filter(
    (unit) => mayBlow(rights, unit.tier) && (own.length === 0 || own.includes(unit.code)),
  );
  const [call, setCall] = useState<Call>({
    whistler: own.length === 1 ? (own[0] as string) : '',
    kind: '',
    invited: [],
    lead: '',
    cases: '',
    task: '',
    arrive: '',
    finish: '',
  });
  const [told, setTold] = useState('');
  const sending = useSending();
  const change = (some: Partial<Call>): void => setCall((before) => ({ ...before, ...some }));
  const tier = units.find((unit) => unit.code === call.whistler)?.tier ?? '';
  const kinds: Kind[] = call.whistler ? kindsFor(rights, tier) : [];
  const kind = kinds.find((known) => known === call.kind) ?? kinds[0] ?? '';

  const send = async (): Promise<void> => {
    const wrong = !call.whistler
      ? words.needWhistler
      : call.invited.length === 0
        ? words.needUnits
        : casesFrom(call.cases) === undefined
          ? words.casesWrong
          : '';
    setTold(wrong);
    if (wrong) return;
    const body = callBody({ ...call, kind }, me()?.name ?? '', names.rules?.time_zone);
    if (await sending.post('/api/v1/wishes/blow_whistle', body)) done();
  };

  return (
    <Dialog
      title={words.blow}
      confirm={words.blow}
      busy={sending.busy}
      onConfirm={() => void send()}
      onClose={close}
    >
      <Field label={words.whistler}>
        {(id) => (
          <select
            id={id}
            value={call.whistler}
            onChange={(event) => change({ whistler: event.currentTarget.value })}
          >
            <option value="">{words.needWhistler}</option>
            {whistlers.map((unit) => (
              <option key={unit.code} value={unit.code}>
                {unit.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {kinds.length > 0 && (
        <fieldset class="choice is-column">
          <legend>{words.kind}</legend>
          {kinds.map((known) => (
            <label key={known}>
              <input
                type="radio"
                name="whistle-kind"
                checked={kind === known}
                onChange={() => change({ kind: known })}
              />
              <span>
                {words.kinds[known]} <span class="quiet">{words.kindHints[known]}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <Invited call={call} names={names} change={change} />
      <Field label={words.task}>
        {(id) => (
          <textarea
            id={id}
            rows={2}
            maxLength={1_000}
            value={call.task}
            onInput={(event) => change({ task: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={words.cases} hint={words.casesHint}>
        {(id) => (
          <input
            id={id}
            inputMode="numeric"
            value={call.cases}
            onInput={(event) => change({ cases: event.currentTarget.value })}
          />
        )}
      </Field>
      <Instants kind={kind} call={call} change={change} />
      {told && <p role="alert">{told}</p>}
      {sending.problem && <ProblemNote problem={sending.problem} />}
    </Dialog>
  );
}

interface Part {
  call: Call;
  change: (some: Partial<Call>) => void;
}

function Invited({ call, names, change }: Part & { names: Names }) {
  const words = useWords().whistles;
  const units = (names.rules?.units ?? []).filter((unit) => unit.code !== call.whistler);
  return (
    <>
      <UnitPicker
        label={words.invited}
        units={units}
        without={call.invited}
        choose={(code) => change({ invited: [...call.invited, code] })}
      />
      {call.invited.length > 0 && (
        <ul class="chips">
          {call.invited.map((code, i) => (
            <li key={code}>
              <label class="check">
                <input
                  type="radio"
                  name="whistle-lead"
                  checked={call.lead ? call.lead === code : i === 0}
                  onChange={() => change({ lead: code })}
                />
                {words.lead}
              </label>
              {names.unit(code)}
              <button
                type="button"
                class="button is-small"
                aria-label={`× ${names.unit(code)}`}
                onClick={() =>
                  change({
                    invited: call.invited.filter((other) => other !== code),
                    lead: call.lead === code ? '' : call.lead,
                  })
                }
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

// A joint enforcement may book a slot; a campaign sets its own end.
function Instants({ kind, call, change }: Part & { kind: string }) {
  const words = useWords().whistles;
  return (
    <>
      {kind === 'enforcement' && (
        <Field label={words.arriveAt} hint={words.optional}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              value={call.arrive}
              onChange={(event) => change({ arrive: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {kind === 'campaign' && (
        <Field label={words.finishAt} hint={words.optional}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              value={call.finish}
              onChange={(event) => change({ finish: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
