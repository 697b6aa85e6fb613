import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CaseView, Grant, PullReply } from '../../api/types';
import {
  colon,
  Countdown,
  EmptyState,
  get,
  hrefOf,
  Loading,
  me,
  newKey,
  PageHead,
  post,
  Problem,
  ProblemNote,
  SeverityBadge,
  Time,
  useAsked,
  useOnline,
  useTicks,
  useWords,
} from '../frame';
import { useNames } from '../names';
import { UnitPicker } from '../unit_picker';
import { ActForm } from './act_form';
import type { Act, Verb } from './outbox';
import { actsOf } from './outbox';
import { progressOf, verbsFor } from './steps';
import { useOutbox, type Outbox } from './use_outbox';
import './orders.css';

interface Queues {
  queues: { unit: string; red: number; yellow: number; blue: number }[];
}

const unitKey = 'whistle.orders.unit';

export function OrdersPage() {
  const words = useWords().orders;
  const names = useNames();
  const own = me()?.units ?? [];
  const [unit, setUnit] = useState(() => own[0] ?? localStorage.getItem(unitKey) ?? '');
  const chooseUnit = (code: string): void => {
    localStorage.setItem(unitKey, code);
    setUnit(code);
  };
  return (
    <div class="orders-page">
      <PageHead title={words.title} />
      {own.length > 1 && (
        <label class="check">
          {words.unit}
          <select value={unit} onChange={(event) => chooseUnit(event.currentTarget.value)}>
            {own.map((code) => (
              <option key={code} value={code}>
                {names.unit(code)}
              </option>
            ))}
          </select>
        </label>
      )}
      {own.length === 0 && (
        <UnitPicker
          label={unit ? `${words.unit}${colon()}${names.unit(unit)}` : words.unitChoose}
          units={names.rules?.units ?? []}
          without={[]}
          choose={chooseUnit}
        />
      )}
      {unit && <UnitOrders key={unit} unit={unit} />}
    </div>
  );
}

function UnitOrders({ unit }: { unit: string }) {
  const words = useWords().orders;
  const online = useOnline();
  const ticks = useTicks(30_000);
  const [grants, setGrants] = useState<Grant[] | undefined>(undefined);
  const [told, setTold] = useState('');
  const [pulling, setPulling] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const tokens = useRef(new Map<string, string>());
  const pullKey = useRef<string | undefined>(undefined);
  const worker = me()?.name ?? '';

  const held = useAsked(
    (signal) =>
      get<PullReply>(`/api/v1/holdings?${new URLSearchParams({ unit, worker })}`, { signal }),
    [unit, ticks],
  );
  const queues = useAsked(
    (signal) => get<Queues>(`/api/v1/queues?unit=${encodeURIComponent(unit)}`, { signal }),
    [unit, ticks, grants?.length],
  );

  const outbox = useOutbox({
    unit,
    tokenOf: (case_id) => tokens.current.get(case_id) ?? '0',
    done: (act, body) => {
      const { token } = (body ?? {}) as { token?: string };
      if (act.verb === 'sign' && token && token !== '0') tokens.current.set(act.case_id, token);
      setGrants((known) => afterAct(known ?? [], act));
    },
  });

  // What is still on its way is not undone by an older answer of the engine.
  useEffect(() => {
    if (!held.value) return;
    for (const grant of held.value.grants) {
      const isAhead = outbox.acts.some(
        (act) => act.case_id === grant.case.case_id && act.verb === 'sign',
      );
      if (!isAhead) tokens.current.set(grant.case.case_id, grant.token);
    }
    setGrants(held.value.grants);
  }, [held.value]);

  const pull = async (): Promise<void> => {
    setPulling(true);
    setTold('');
    setProblem(undefined);
    pullKey.current ??= newKey();
    try {
      const reply = await post<PullReply>(
        '/api/v1/pulls',
        { unit, worker, max: 1 },
        { key: pullKey.current },
      );
      pullKey.current = undefined;
      if (reply.grants.length === 0) setTold(words.pulledNone);
      else await receive(reply.grants);
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      // Without an answer the same pull is asked again, so that no order is taken twice.
      if (caught.status >= 400 && caught.status < 500) pullKey.current = undefined;
      setProblem(caught);
    } finally {
      setPulling(false);
    }
  };

  const receive = async (fresh: Grant[]): Promise<void> => {
    const leases = fresh.map((grant) => ({ case_id: grant.case.case_id, token: grant.token }));
    await post('/api/v1/receipts', { leases, worker }, {});
    for (const grant of fresh) tokens.current.set(grant.case.case_id, grant.token);
    setGrants((known) => [
      ...fresh,
      ...(known ?? []).filter(
        (old) => !fresh.some((grant) => grant.case.case_id === old.case.case_id),
      ),
    ]);
  };

  const line = queues.value?.queues[0];
  const waiting = line ? line.red + line.yellow + line.blue : 0;
  const shown = grants ?? [];
  return (
    <>
      {!online && (
        <p class="orders-away" role="status">
          {words.away}
        </p>
      )}
      <Pending outbox={outbox} />
      <div class="orders-pull">
        <button
          type="button"
          class="button is-primary is-big"
          disabled={pulling || !online}
          onClick={() => void pull()}
        >
          {pulling ? words.pulling : words.pull}
          <span class="orders-waiting">{words.waiting(waiting)}</span>
        </button>
        <button type="button" class="button is-big" onClick={held.again}>
          {words.refresh}
        </button>
      </div>
      {told && <p role="status">{told}</p>}
      {problem && <ProblemNote problem={problem} again={() => void pull()} />}
      {held.problem && online && <ProblemNote problem={held.problem} again={held.again} />}
      {!grants && !held.problem && <Loading />}
      {grants && shown.length === 0 && <EmptyState title={words.none} hint={words.noneHint} />}
      <ul class="orders" aria-label={words.mine}>
        {shown.map((grant) => (
          <Order
            key={grant.case.case_id}
            grant={grant}
            token={tokens.current.get(grant.case.case_id) ?? grant.token}
            outbox={outbox}
          />
        ))}
      </ul>
    </>
  );
}

// What the list says once the engine has heard of an act, before it is asked again.
function afterAct(grants: Grant[], act: Act): Grant[] {
  if (act.verb === 'finish' || act.verb === 'release' || act.verb === 'return') {
    return grants.filter((grant) => grant.case.case_id !== act.case_id);
  }
  if (act.verb !== 'sign') return grants;
  return grants.map((grant) =>
    grant.case.case_id === act.case_id
      ? { ...grant, until_ms: '0', case: { ...grant.case, status: 'signed_for', place: 'hands' } }
      : grant,
  );
}

function Pending({ outbox }: { outbox: Outbox }) {
  const words = useWords().orders;
  const refused = outbox.acts.filter((act) => act.state === 'refused').length;
  const waiting = outbox.acts.length - refused;
  const told = [
    ...(waiting > 0 ? [words.pendingAll(waiting)] : []),
    ...(refused > 0 ? [words.refusedAll(refused)] : []),
  ];
  return (
    <p role="status" class={told.length > 0 ? 'orders-pending' : 'quiet'}>
      {told.join('，') || words.allSent}
    </p>
  );
}

function Order({ grant, token, outbox }: { grant: Grant; token: string; outbox: Outbox }) {
  const words = useWords().orders;
  const names = useNames();
  const item = grant.case;
  const acts = actsOf(outbox.acts, item.case_id);
  const progress = progressOf(item, acts);
  const [verb, setVerb] = useState<Verb | undefined>(undefined);
  const isSigned = item.place === 'hands' || item.status === 'signed_for';
  const full = useAsked(
    (signal) =>
      get<{ case: CaseView }>(
        `/api/v1/cases/${item.case_id}?with_text=1${isSigned ? `&token=${token}` : ''}`,
        { signal },
      ),
    [item.case_id, isSigned],
  );
  const resolve = item.clocks.find((clock) => clock.stage === 'resolve');
  const verbs = useMemo(() => verbsFor(progress), [progress.signed, progress.over]);
  const begin = (chosen: Verb): void => {
    // Nothing more to say: one press is enough.
    if (chosen === 'sign' || chosen === 'arrive' || chosen === 'contact') {
      outbox.add(item.case_id, chosen, {});
    } else setVerb(chosen);
  };
  const text = full.value?.case.text ?? '';
  return (
    <li class={`order is-${item.severity}`}>
      <div class="row">
        <SeverityBadge severity={item.severity} />
        <strong>{names.rules ? names.category(item.category) : item.category_name}</strong>
        <a href={hrefOf('case', { id: item.case_id })} class="number">
          #{item.case_id}
        </a>
      </div>
      <p class="order-place">{names.areaPath(item.area_code) || item.area_name}</p>
      {resolve && resolve.due_ms !== '0' && (
        <p>
          {words.due} <Time ms={Number(resolve.due_ms)} />{' '}
          <Countdown due_ms={Number(resolve.due_ms)} />
        </p>
      )}
      {!progress.signed && grant.until_ms !== '0' && (
        <p class="order-lease">
          {words.leaseUntil} <Countdown due_ms={Number(grant.until_ms)} />
        </p>
      )}
      <p class="order-text">{text || (full.problem ? words.textAway : words.textHidden)}</p>
      <ActList acts={acts} outbox={outbox} />
      <div class="order-verbs">
        {verbs.map((each, i) => (
          <button
            key={each}
            type="button"
            class={`button is-big ${i === 0 ? 'is-primary' : ''}`}
            onClick={() => begin(each)}
          >
            {words.verbs[each]}
          </button>
        ))}
      </div>
      {verb && (
        <ActForm
          verb={verb}
          close={() => setVerb(undefined)}
          done={(fields, photo) => {
            outbox.add(item.case_id, verb, fields, photo);
            setVerb(undefined);
          }}
        />
      )}
    </li>
  );
}

function ActList({ acts, outbox }: { acts: Act[]; outbox: Outbox }) {
  const words = useWords().orders;
  if (acts.length === 0) return null;
  return (
    <ul class="order-acts">
      {acts.map((act) => (
        <li key={act.key} class={`is-${act.state}`}>
          <span>
            {words.done[act.verb]}{' '}
            <span class="tag">
              {act.state === 'refused'
                ? words.refused
                : outbox.sending === act.key
                  ? words.sending
                  : words.pending}
            </span>{' '}
            <Time ms={act.done_ms} />
          </span>
          {act.state === 'refused' && (
            <>
              <span role="alert">{act.refusal}</span>
              <span class="buttons">
                <button type="button" class="button" onClick={() => outbox.retry(act.key)}>
                  {words.retry}
                </button>
                <button type="button" class="button" onClick={() => outbox.drop(act.key)}>
                  {words.drop}
                </button>
              </span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
