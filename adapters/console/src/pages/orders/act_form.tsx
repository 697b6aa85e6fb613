import { useState } from 'preact/hooks';
import { Dialog, Field, useWords } from '../frame';
import { useNames } from '../names';
import { UnitPicker } from '../unit_picker';
import type { Act, Verb } from './outbox';

const results = ['solved', 'partly_solved', 'unsolved'] as const;
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'];
export const pictureBytes = 8 * 1024 * 1024;

export const isPicture = (file: { type: string; size: number }): boolean =>
  pictureTypes.includes(file.type) && file.size > 0 && file.size <= pictureBytes;

// What must be said with an act: a note, a result, a reason, a picture.
export function ActForm({
  verb,
  close,
  done,
}: {
  verb: Verb;
  close: () => void;
  done: (fields: Act['fields'], photo?: Blob) => void;
}) {
  const words = useWords().orders;
  const names = useNames();
  const [note, setNote] = useState('');
  const [result, setResult] = useState<string>('solved');
  const [suggested, setSuggested] = useState('');
  const [failed, setFailed] = useState(false);
  const [photo, setPhoto] = useState<File | undefined>(undefined);
  const [told, setTold] = useState('');

  const confirm = (): void => {
    const text = note.trim();
    if (verb === 'photo') {
      if (!photo || !isPicture(photo)) return setTold(words.photoWrong);
      return done({ note: text }, photo);
    }
    if (verb === 'finish') return done({ result, note: text });
    if (verb === 'release') return done({ note: text, failed });
    if (!text) return setTold(words.noteNeeded);
    if (verb === 'return') return done({ reason: text, suggested });
    return done({ note: text });
  };

  return (
    <Dialog title={words.verbs[verb]} confirm={words.send} onConfirm={confirm} onClose={close}>
      {verb === 'photo' && (
        <Field label={words.photoChoose}>
          {(id) => (
            <input
              id={id}
              type="file"
              accept={pictureTypes.join(',')}
              capture="environment"
              onChange={(event) => setPhoto(event.currentTarget.files?.[0])}
            />
          )}
        </Field>
      )}
      {verb === 'finish' && (
        <fieldset class="choice is-column">
          <legend>{words.result}</legend>
          {results.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="order-result"
                checked={result === each}
                onChange={() => setResult(each)}
              />
              {words.results[each]}
            </label>
          ))}
        </fieldset>
      )}
      <Field
        label={
          verb === 'return' ? words.reason : verb === 'photo' ? words.photoNote : words.note
        }
      >
        {(id) => (
          <textarea
            id={id}
            rows={3}
            maxLength={1_300}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Field>
      {verb === 'return' && (
        <>
          {suggested && <p>{names.unit(suggested)}</p>}
          <UnitPicker
            label={words.suggested}
            hint={words.suggestedHint}
            units={names.rules?.units ?? []}
            without={[suggested]}
            choose={setSuggested}
          />
        </>
      )}
      {verb === 'release' && (
        <label class="check">
          <input
            type="checkbox"
            checked={failed}
            onChange={(event) => setFailed(event.currentTarget.checked)}
          />
          {words.failed}
        </label>
      )}
      {told && <p role="alert">{told}</p>}
    </Dialog>
  );
}
