import { useState } from 'preact/hooks';
import { Dialog, Field, me, ProblemNote, useSending, useWords } from '../frame';
import type { Names } from '../names';
import { bodyOf, type Wish } from './wishes';

// Asks for what a wish needs, and sends it.
export function WishDialog({
  wish,
  names,
  close,
  done,
}: {
  wish: Wish;
  names: Names;
  close: () => void;
  done: () => void;
}) {
  const words = useWords().whistles;
  const [note, setNote] = useState('');
  const [plan, setPlan] = useState(false);
  const [stars, setStars] = useState(5);
  const sending = useSending();
  const titles = {
    acknowledge_whistle: words.acknowledge,
    report_in: words.reportIn,
    record_measure: words.record,
    release_unit: words.release,
    close_whistle: words.close,
    rate_whistle: words.rate,
  };
  const send = async (): Promise<void> => {
    const body = bodyOf(wish, me()?.name ?? '', { note, plan, stars });
    if (await sending.post(`/api/v1/wishes/${wish.name}`, body)) done();
  };
  return (
    <Dialog
      title={`${titles[wish.name]} · ${words.number(wish.whistle.id)}`}
      confirm={words.send}
      busy={sending.busy}
      onConfirm={() => void send()}
      onClose={close}
    >
      {wish.unit && <p>{names.unit(wish.unit)}</p>}
      {wish.name === 'release_unit' && <p>{words.releaseAsk}</p>}
      {wish.name === 'close_whistle' && <p>{words.closeAsk}</p>}
      {wish.name === 'rate_whistle' && (
        <fieldset class="choice">
          <legend>{words.stars}</legend>
          {[1, 2, 3, 4, 5].map((count) => (
            <label key={count}>
              <input
                type="radio"
                name="whistle-stars"
                checked={stars === count}
                onChange={() => setStars(count)}
              />
              {words.starsText(count)}
            </label>
          ))}
        </fieldset>
      )}
      {wish.name === 'record_measure' && (
        <label class="check">
          <input
            type="checkbox"
            checked={plan}
            onChange={(event) => setPlan(event.currentTarget.checked)}
          />
          {words.isPlan}
        </label>
      )}
      {wish.name !== 'acknowledge_whistle' && (
        <Field label={wish.name === 'report_in' ? words.noteWhere : words.note}>
          {(id) => (
            <textarea
              id={id}
              rows={3}
              value={note}
              onInput={(event) => setNote(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {sending.problem && <ProblemNote problem={sending.problem} />}
    </Dialog>
  );
}
