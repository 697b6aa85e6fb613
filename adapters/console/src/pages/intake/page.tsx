import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  colon,
  ConfirmDialog,
  newKey,
  nowMs,
  PageHead,
  post,
  Problem,
  ProblemNote,
  useWords,
} from '../frame';
import { isEngineTimeKnown, setEngineTime } from '../../time/engine_clock';
import type { AttributeForm } from '../../api/rules';
import { useNames } from '../names';
import { Attributes, missingOf } from './attributes';
import { complaintOf, emptyDraft, isPhone, proposalOf, type Draft } from './draft';
import { DraftFields } from './fields';
import { Latest } from './latest';
import { Proposal } from './proposal';
import { pendingFor, type Pending } from './receipt';
import { ReceiptView } from './receipt_view';
import type { ProposeReply, SubmitReply } from './reply';
import './intake.css';

const pause = 350; // ms after the last key before the text is read

export function IntakePage() {
  const words = useWords().intake;
  const names = useNames();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [receipt, setReceipt] = useState<SubmitReply | undefined>(undefined);
  const [told, setTold] = useState('');
  const [clearing, setClearing] = useState(false);
  const text = useRef<HTMLTextAreaElement>(null);
  const { reply, problem, thinking } = useProposal(draft);
  const category = draft.category || reply?.reading.category || '';
  const forms = useMemo(
    () => names.rules?.categories.find((known) => known.code === category)?.attributes ?? [],
    [names, category],
  );
  const submission = useSubmission();
  const change = (some: Partial<Draft>): void => setDraft((before) => ({ ...before, ...some }));
  const clear = (): void => {
    setDraft(emptyDraft());
    setReceipt(undefined);
    setTold('');
    submission.forget();
    setClearing(false);
    queueMicrotask(() => text.current?.focus());
  };

  const submit = async (): Promise<void> => {
    const wrong = wrongOf(draft, forms, words);
    setTold(wrong);
    if (wrong || submission.busy) return;
    const body = complaintOf(
      draft,
      forms.map((form) => form.code),
    );
    const answer = await submission.send(body);
    if (answer) setReceipt(answer);
  };

  if (receipt) return <ReceiptView receipt={receipt} names={names} next={clear} />;
  return (
    <form
      class="intake"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void submit();
      }}
    >
      <PageHead title={words.title}>
        <span class="quiet">{words.shortcuts}</span>
      </PageHead>
      <div class="intake-both">
        <div class="intake-left">
          <DraftFields draft={draft} change={change} text={text} />
          <Attributes
            forms={forms}
            values={draft.attributes}
            change={(code, values) =>
              change({ attributes: { ...draft.attributes, [code]: values } })
            }
          />
        </div>
        <Proposal
          draft={draft}
          reply={reply}
          problem={problem}
          thinking={thinking}
          names={names}
          change={change}
        />
      </div>
      <div class="intake-end">
        {told && <p role="alert">{told}</p>}
        {submission.problem && <ProblemNote problem={submission.problem} />}
        {submission.isLost && <p role="alert">{words.lost}</p>}
        <div class="buttons">
          <button type="submit" class="button is-primary" disabled={submission.busy}>
            {submission.busy ? words.submitting : submission.isLost ? words.again : words.submit}
          </button>
          <button type="button" class="button" onClick={() => setClearing(true)}>
            {words.clear}
          </button>
        </div>
      </div>
      {clearing && (
        <ConfirmDialog
          title={words.clear}
          text={words.clearAsk}
          onConfirm={clear}
          onClose={() => setClearing(false)}
        />
      )}
    </form>
  );
}

// A place is read by the names that held at the time.
const at = (body: string, time_ms: number): object => ({
  ...(JSON.parse(body) as object),
  ...(isEngineTimeKnown() ? { occurred_at_ms: String(time_ms) } : {}),
});

function wrongOf(
  draft: Draft,
  forms: readonly AttributeForm[],
  words: ReturnType<typeof useWords>['intake'],
): string {
  if (!draft.text.trim()) return words.needText;
  if (draft.phone.trim() && !isPhone(draft.phone)) return words.phoneWrong;
  const missing = missingOf(forms, draft.attributes);
  return missing ? `${words.attributeMissing}${colon()}${missing.description || missing.code}` : '';
}

// Reads the text when the seat pauses; answers that come after a newer question are dropped.
function useProposal(draft: Draft) {
  const [reply, setReply] = useState<ProposeReply | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [thinking, setThinking] = useState(false);
  const latest = useMemo(() => new Latest(), []);
  const body = JSON.stringify(proposalOf(draft));
  const isEmpty = draft.text.trim() === '';
  useEffect(() => {
    if (isEmpty) {
      latest.forget();
      setReply(undefined);
      setProblem(undefined);
      setThinking(false);
      return undefined;
    }
    const timer = setTimeout(() => {
      setThinking(true);
      latest
        .ask((signal) =>
          post<ProposeReply>('/api/v1/proposals', at(body, nowMs()), { signal }),
        )
        .then((answer) => {
          if (!answer) return;
          setEngineTime(Number(answer.time_ms));
          setReply(answer);
          setProblem(undefined);
          setThinking(false);
        })
        .catch((caught: unknown) => {
          setThinking(false);
          if (caught instanceof Problem) setProblem(caught);
        });
    }, pause);
    return () => clearTimeout(timer);
  }, [body, isEmpty]);
  useEffect(() => () => latest.forget(), []);
  return { reply, problem, thinking };
}

// Sends a complaint; as long as no answer has come, the same complaint goes out under the same key.
function useSubmission() {
  const pending = useRef<Pending | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [isLost, setLost] = useState(false);
  return {
    busy,
    problem,
    isLost,
    forget: () => {
      pending.current = undefined;
      setProblem(undefined);
      setLost(false);
    },
    send: async (complaint: object): Promise<SubmitReply | undefined> => {
      const kept = pendingFor(pending.current, JSON.stringify(complaint), newKey, nowMs());
      pending.current = kept;
      setBusy(true);
      setProblem(undefined);
      try {
        const answer = await post<SubmitReply>('/api/v1/complaints', at(kept.body, kept.at_ms), {
          key: kept.key,
        });
        pending.current = undefined;
        setLost(false);
        return answer;
      } catch (caught) {
        if (!(caught instanceof Problem)) throw caught;
        const isRefused = caught.status >= 400 && caught.status < 500 && caught.status !== 408;
        if (isRefused && caught.status !== 429 && caught.status !== 401) pending.current = undefined;
        setLost(!isRefused);
        setProblem(caught);
        return undefined;
      } finally {
        setBusy(false);
      }
    },
  };
}
