import { useCallback, useEffect, useState } from 'preact/hooks';
import { colon, get, nowMs, Problem, ProblemNote, Time, useSending, useWords } from '../frame';
import { Chart } from '../chart/chart';
import { colourOf } from '../chart/palette';
import type { RulesReply } from '../../api/rules';
import { namesOf } from '../names';
import { instantOf, localOf } from '../zone';
import { PackChoice, usePacks } from './packs';
import {
  brokenByStage,
  changedLines,
  isFaithful,
  kindsOfDifference,
  movedByStage,
  sumsOf,
  type Bar,
  type Change,
  type WhatIf,
} from './reports';

const day = 86_400_000;
const keptAs = 'whistle.what-if'; // the job asked for last, so that one may leave and come back
const lookEvery = 1_500;
const linesShown = 12;

export function ComparePart({ rules }: { rules: RulesReply }) {
  const words = useWords().rules;
  const packs = usePacks();
  const [chosen, setChosen] = useState('');
  const [from, setFrom] = useState(() => localOf(nowMs() - 7 * day, rules.time_zone).slice(0, 10));
  const [to, setTo] = useState(() => localOf(nowMs() + day, rules.time_zone).slice(0, 10));
  const [id, setId] = useState(() => sessionStorage.getItem(keptAs) ?? '');
  const [told, setTold] = useState('');
  const sending = useSending();
  const job = useJob(id);
  const pack = chosen || (packs.value?.packs[0]?.name ?? '');

  const start = async (): Promise<void> => {
    const begins = instantOf(`${from}T00:00`, rules.time_zone);
    const ends = instantOf(`${to}T00:00`, rules.time_zone);
    const isWrong = begins === undefined || ends === undefined || ends <= begins;
    setTold(isWrong ? words.periodWrong : '');
    if (isWrong) return;
    const made = await sending.post<{ id: string }>('/api/v1/what-ifs', { pack, from, to });
    if (!made) return;
    sessionStorage.setItem(keptAs, made.id);
    setId(made.id);
  };
  const isRunning = job.isRunning;
  return (
    <section>
      <div class="row">
        <PackChoice packs={packs} chosen={pack} choose={setChosen} />
        <label>
          {words.from}
          <input type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <label>
          {words.to}
          <input type="date" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        </label>
        <button
          type="button"
          class="button is-primary"
          disabled={!pack || sending.busy || isRunning}
          onClick={() => void start()}
        >
          {words.start}
        </button>
      </div>
      {told && <p role="alert">{told}</p>}
      {sending.problem && <ProblemNote problem={sending.problem} again={() => void start()} />}
      {job.problem && (
        <>
          <p>{words.failed}</p>
          <ProblemNote problem={job.problem} />
        </>
      )}
      {isRunning && (
        <div role="status" class="compare-running">
          <progress aria-label={words.running} />
          <p>
            {words.running}。{words.runningHint}
          </p>
        </div>
      )}
      {job.report && <Report report={job.report} rules={rules} />}
    </section>
  );
}

interface Job {
  isRunning: boolean;
  report: WhatIf | undefined;
  problem: Problem | undefined;
}

const nothing: Job = { isRunning: false, report: undefined, problem: undefined };

// Looks after a job until it is over. One that the gateway has forgotten is forgotten here, too.
function useJob(id: string): Job {
  const [job, setJob] = useState(nothing);
  useEffect(() => {
    setJob(nothing);
    if (!id) return undefined;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      try {
        // While it runs only its number comes.
        const found = await get<WhatIf | { id: string }>(
          `/api/v1/what-ifs/${encodeURIComponent(id)}`,
          { signal: controller.signal },
        );
        if ('stages' in found) return setJob({ ...nothing, report: found });
        setJob({ ...nothing, isRunning: true });
        timer = setTimeout(() => void look(), lookEvery);
      } catch (caught) {
        if (controller.signal.aborted || !(caught instanceof Problem)) return;
        if (caught.status === 404) sessionStorage.removeItem(keptAs);
        setJob(caught.status === 404 ? nothing : { ...nothing, problem: caught });
      }
    };
    void look();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [id]);
  return job;
}

function Report({ report, rules }: { report: WhatIf; rules: RulesReply }) {
  const all = useWords();
  const words = all.rules;
  const names = namesOf(rules);
  const { stages } = all;
  const sums: Record<string, string> = words.sums;
  const colours: Record<string, string> = all.severity;
  const dispositions: Record<string, string> = all.intake.dispositions;
  const kinds: Record<string, string> = words.kinds;
  const unitOf = (code: string): string =>
    code === 'triage' ? all.intake.triageDesk : names.unit(code);
  return (
    <div class="compare">
      <h2>{words.result}</h2>
      <p>
        <Time ms={report.from_ms} /> – <Time ms={report.to_ms} />{colon()}
        {words.complaints(report.different, report.complaints)}
      </p>
      <p class={isFaithful(report) ? 'quiet' : 'warning'}>
        {isFaithful(report)
          ? words.faithful
          : words.unfaithful(report.fidelity.compared - report.fidelity.agree)}
      </p>
      <ul class="chips" aria-label={words.result}>
        {kindsOfDifference(report.differences).map(([kind, count]) => (
          <li key={kind}>
            {kinds[kind] ?? kind} <strong class="number">{count}</strong>
          </li>
        ))}
      </ul>
      <div class="compare-charts">
        <BothChart
          title={words.chartSums}
          bars={sumsOf(report).map((bar) => ({ ...bar, name: sums[bar.name] ?? bar.name }))}
        />
        <BothChart
          title={words.chartBroken}
          bars={brokenByStage(report).map((bar) => ({
            ...bar,
            name: stages[bar.name] ?? bar.name,
          }))}
        />
        <BothChart
          title={words.chartMoved}
          labels={[words.sooner, words.later]}
          bars={movedByStage(report).map((moved) => ({
            name: stages[moved.name] ?? moved.name,
            before: moved.sooner,
            after: moved.later,
          }))}
        />
        <BothChart
          title={words.chartLines}
          bars={changedLines(report, linesShown).map((bar) => ({ ...bar, name: unitOf(bar.name) }))}
        />
      </div>
      <div class="compare-charts">
        <Changes title={words.colours} rows={report.colours} nameOf={(code) => colours[code] ?? code} />
        <Changes title={words.categories} rows={report.categories} nameOf={names.category} />
        <Changes title={words.units} rows={report.units} nameOf={unitOf} />
        <Changes
          title={words.dispositions}
          rows={report.dispositions}
          nameOf={(word) => dispositions[word] ?? word}
        />
      </div>
    </div>
  );
}

// Two bars for each name, and the same as a table.
function BothChart({ title, bars, labels }: { title: string; bars: Bar[]; labels?: string[] }) {
  const words = useWords().rules;
  const [before, after] = labels ?? [words.before, words.after];
  const option = useCallback(
    () => ({
      grid: { left: 8, right: 32, top: 36, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: colourOf('text') } },
      xAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: colourOf('text-quiet') },
        splitLine: { lineStyle: { color: colourOf('border') } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: bars.map((bar) => bar.name),
        axisLabel: { color: colourOf('text'), width: 140, overflow: 'truncate' },
      },
      series: [before, after].map((name, i) => ({
        type: 'bar',
        name,
        barMaxWidth: 14,
        itemStyle: { color: colourOf(i === 0 ? 'chart-muted' : 'chart-1') },
        label: { show: true, position: 'right', color: colourOf('text') },
        data: bars.map((bar) => (i === 0 ? bar.before : bar.after)),
      })),
    }),
    [bars, before, after],
  );
  return (
    <section class="compare-chart">
      <h3>{title}</h3>
      {bars.length === 0 ? (
        <p class="quiet">{words.nothing}</p>
      ) : (
        <>
          <Chart option={option} height={72 + bars.length * 38} label={title} />
          <details>
            <summary>{words.chartTable}</summary>
            <table>
              <thead>
                <tr>
                  <th scope="col" />
                  <th scope="col" class="number">
                    {before}
                  </th>
                  <th scope="col" class="number">
                    {after}
                  </th>
                </tr>
              </thead>
              <tbody>
                {bars.map((bar) => (
                  <tr key={bar.name}>
                    <th scope="row">{bar.name}</th>
                    <td class="number">{bar.before}</td>
                    <td class="number">{bar.after}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </section>
  );
}

function Changes({
  title,
  rows,
  nameOf,
}: {
  title: string;
  rows: Change[];
  nameOf: (code: string) => string;
}) {
  const words = useWords().rules;
  return (
    <section>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p class="quiet">{words.nothing}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.before}</th>
              <th scope="col">{words.after}</th>
              <th scope="col" class="number">
                {words.count}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>{nameOf(row.before)}</td>
                <td>{nameOf(row.after)}</td>
                <td class="number">{row.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
