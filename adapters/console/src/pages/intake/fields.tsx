import type { RefObject } from 'preact';
import { Field, useWords } from '../frame';
import { isPhone, type Draft } from './draft';

const textBytes = 32_768;

interface Props {
  draft: Draft;
  change: (some: Partial<Draft>) => void;
  text: RefObject<HTMLTextAreaElement>;
}

export function DraftFields({ draft, change, text }: Props) {
  const words = useWords().intake;
  const isTooLong = new TextEncoder().encode(draft.text).length > textBytes;
  return (
    <>
      <Field label={words.text} hint={words.textHint} error={isTooLong ? words.tooLong : undefined}>
        {(id) => (
          <textarea
            ref={text}
            id={id}
            rows={8}
            required
            autoFocus
            value={draft.text}
            onInput={(event) => change({ text: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={words.address} hint={words.addressHint}>
        {(id) => (
          <input
            id={id}
            maxLength={340}
            autocomplete="off"
            value={draft.address}
            onInput={(event) => change({ address: event.currentTarget.value })}
          />
        )}
      </Field>
      <div class="columns">
        <Choice
          label={words.channel}
          value={draft.channel}
          options={words.channels}
          choose={(channel) => change({ channel })}
        />
        <Choice
          label={words.requestType}
          value={draft.request_type}
          empty={words.requestTypeAuto}
          options={words.requestTypes}
          choose={(request_type) => change({ request_type })}
        />
        <Choice
          label={words.condition}
          hint={words.conditionHint}
          value={draft.condition}
          empty={words.conditionNone}
          options={words.conditions}
          choose={(condition) => change({ condition })}
        />
      </div>
      <Requester draft={draft} change={change} />
      <Field label={words.answered} hint={words.answeredHint}>
        {(id) => (
          <textarea
            id={id}
            rows={2}
            maxLength={1_300}
            value={draft.answered}
            onInput={(event) => change({ answered: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

function Requester({ draft, change }: Omit<Props, 'text'>) {
  const words = useWords().intake;
  const isWrong = draft.phone.trim() !== '' && !isPhone(draft.phone);
  return (
    <fieldset>
      <legend>{words.requester}</legend>
      <div class="columns">
        <Field label={words.name}>
          {(id) => (
            <input
              id={id}
              maxLength={40}
              autocomplete="off"
              value={draft.requester_name}
              onInput={(event) => change({ requester_name: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field
          label={words.phone}
          hint={words.phoneHint}
          error={isWrong ? words.phoneWrong : undefined}
        >
          {(id) => (
            <input
              id={id}
              type="tel"
              maxLength={24}
              autocomplete="off"
              aria-invalid={isWrong}
              value={draft.phone}
              onInput={(event) => change({ phone: event.currentTarget.value })}
            />
          )}
        </Field>
        <Choice
          label={words.kind}
          value={draft.requester_kind}
          options={words.kinds}
          choose={(requester_kind) => change({ requester_kind })}
        />
      </div>
    </fieldset>
  );
}

function Choice({
  label,
  value,
  options,
  empty,
  hint,
  choose,
}: {
  label: string;
  hint?: string;
  value: string;
  options: Record<string, string>;
  empty?: string;
  choose: (value: string) => void;
}) {
  return (
    <Field label={label} hint={hint}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
          {empty !== undefined && <option value="">{empty}</option>}
          {Object.entries(options).map(([word, name]) => (
            <option key={word} value={word}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
