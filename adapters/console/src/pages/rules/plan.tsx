import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { hrefOf, ProblemNote, Time, useSending, useWords } from '../frame';
import { useNames } from '../names';
import { PackChoice, usePacks } from './packs';
import type { Plan, RuleChange } from './reports';

// What a candidate would change: rules, deadlines of open cases, lines. Nothing is put in force
// here.
export function PlanPart() {
  const words = useWords().rules;
  const packs = usePacks();
  const [chosen, setChosen] = useState('');
  const [plan, setPlan] = useState<Plan | undefined>(undefined);
  const sending = useSending();
  const pack = chosen || (packs.value?.packs[0]?.name ?? '');
  const ask = async (): Promise<void> => {
    setPlan(undefined);
    const answer = await sending.post<Plan>('/api/v1/plans', { pack });
    if (answer) setPlan(answer);
  };
  return (
    <section>
      <div class="row">
        <PackChoice packs={packs} chosen={pack} choose={setChosen} />
        <button
          type="button"
          class="button is-primary"
          disabled={!pack || sending.busy}
          onClick={() => void ask()}
        >
          {sending.busy ? words.planning : words.plan}
        </button>
      </div>
      {sending.problem && <ProblemNote problem={sending.problem} again={() => void ask()} />}
      {plan && <PlanView plan={plan} />}
    </section>
  );
}

// Where a row stands: file, line and column, without the folders of the gateway's machine.
export const placeText = (place: string): string => place.split('/').at(-1) ?? place;

function PlanView({ plan }: { plan: Plan }) {
  const words = useWords().rules;
  if (plan.changes.length === 0) return <p class="empty">{words.planNone}</p>;
  return (
    <>
      <h2>{words.changes(plan.changes.length)}</h2>
      <Changes changes={plan.changes} />
      {plan.open ? (
        <>
          <p>{words.openCases(plan.open.affected_cases, plan.open.open_cases)}</p>
          <Moves plan={plan} />
          <Routes plan={plan} />
        </>
      ) : (
        <p class="quiet">{words.noJournal}</p>
      )}
    </>
  );
}

function Changes({ changes }: { changes: RuleChange[] }) {
  const words = useWords().rules;
  const kinds: Record<string, string> = words.changeKinds;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={words.changes(changes.length)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.table}</th>
            <th scope="col">{words.row}</th>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.before}</th>
            <th scope="col">{words.after}</th>
            <th scope="col">{words.file}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change, i) => (
            <tr key={i}>
              <th scope="row">
                {change.table} <span class="tag">{kinds[change.kind] ?? change.kind}</span>
              </th>
              <td>
                <code>{change.key}</code>
              </td>
              <td>{change.field}</td>
              <td>
                <del>{change.before}</del>
              </td>
              <td>
                <ins>{change.after}</ins>
              </td>
              <td>
                <code>{placeText(change.place ?? '')}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// What would become of each open case that is touched: its number, then `cells` under `heads`.
function Touched<Row extends { case: number; rule: string }>({
  caption,
  heads,
  rows,
  cells,
}: {
  caption: string;
  heads: string[];
  rows: Row[];
  cells: (row: Row) => ComponentChildren[];
}) {
  const words = useWords().rules;
  if (rows.length === 0) return null;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {[words.case, ...heads, words.limit.source].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              <th scope="row">
                <a href={hrefOf('case', { id: String(row.case) })}>{row.case}</a>
              </th>
              {cells(row).map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
              <td>{row.rule}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const instant = (ms: number | null): ComponentChildren => (ms === null ? '—' : <Time ms={ms} />);

function Moves({ plan }: { plan: Plan }) {
  const { rules: words, stages } = useWords();
  return (
    <Touched
      caption={words.moves}
      heads={[words.limit.stage, words.before, words.after]}
      rows={plan.open?.moves ?? []}
      cells={(move) => [
        stages[move.stage] ?? move.stage,
        instant(move.due_ms),
        instant(move.would_be_ms),
      ]}
    />
  );
}

function Routes({ plan }: { plan: Plan }) {
  const words = useWords().rules;
  const names = useNames();
  return (
    <Touched
      caption={words.routes}
      heads={[words.before, words.after]}
      rows={plan.open?.routes ?? []}
      cells={(route) => [names.unit(route.from), names.unit(route.to)]}
    />
  );
}
