import { useMemo, useState } from 'preact/hooks';
import {
  get,
  Loading,
  nowMs,
  PageHead,
  printPage,
  ProblemNote,
  saveFile,
  Time,
  useAsked,
  useWords,
  words as wordsNow,
} from '../frame';
import { csvOf } from './csv';
import { useNames, type Names } from '../names';
import { cellOf, columnsOf, textOf, valueOf, type Column, type ScoreLine } from './lines';
import type { ScoreboardReply } from './lines';
import { monthFrom, monthOf, monthText } from './months';
import { isBetterHigh, ranked } from './rates';
import { Trend } from './trend';
import './scoreboard.css';

const dimensions = ['unit', 'area', 'tier', 'worker', 'area_category'] as const;

const askMonth = (month: number, dimension: string, signal: AbortSignal) =>
  get<ScoreboardReply>(`/api/v1/scoreboard?period=${month}&dimension=${dimension}`, { signal });

export function ScoreboardPage() {
  const words = useWords().scoreboard;
  const [month, setMonth] = useState(() => monthOf(nowMs()));
  const [dimension, setDimension] = useState<string>('unit');
  const [search, setSearch] = useState('');
  const asked = useAsked((signal) => askMonth(month, dimension, signal), [month, dimension]);
  const names = useNames();
  const nameOf = useLineNames(names);
  const whole = useAsked((signal) => askMonth(month, 'all', signal), [month]);
  const root = names.rules?.areas.find((area) => area.parent === '0')?.code ?? '';
  const place = useAsked(
    (signal) => askMonth(month, `area&key=${root || '0'}`, signal),
    [month, root],
  );
  const columns = columnsOf(dimension);
  const lines = useMemo(
    () =>
      (asked.value?.lines ?? []).filter((line) => nameOf(line).includes(search.trim())),
    [asked.value, search, names],
  );

  return (
    <div class="score-page">
      <PageHead title={words.title}>
        <label>
          {words.month}
          <input
            type="month"
            value={monthText(month)}
            max={monthText(monthOf(nowMs()))}
            onChange={(event) => setMonth(monthFrom(event.currentTarget.value) ?? month)}
          />
        </label>
        <label>
          {words.dimension}
          <select
            value={dimension}
            onChange={(event) => setDimension(event.currentTarget.value)}
          >
            {dimensions.map((name) => (
              <option key={name} value={name}>
                {words.dimensions[name]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.search}
          <input
            type="search"
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <button
          type="button"
          class="button"
          disabled={lines.length === 0}
          onClick={() => saveCsv(lines, columns, month, nameOf)}
        >
          {words.csv}
        </button>
        <button type="button" class="button" onClick={printPage}>
          {words.print}
        </button>
      </PageHead>
      <div class="only-print score-print-head">
        <h1>{words.monthTitle(monthText(month))}</h1>
        <p>
          {words.printedAt} <Time ms={nowMs()} year />
        </p>
      </div>
      {asked.problem && <ProblemNote problem={asked.problem} again={asked.again} />}
      <ThreeRates line={whole.value?.lines[0]} place={root ? place.value?.lines[0] : undefined} />
      {dimension === 'unit' && <Lists lines={asked.value?.lines ?? []} nameOf={nameOf} />}
      {asked.value ? (
        <Ladder lines={lines} columns={columns} more={asked.value.more} nameOf={nameOf} />
      ) : (
        !asked.problem && <Loading />
      )}
      <Trend
        month={month}
        dimension={dimension}
        lines={asked.value?.lines ?? []}
        nameOf={nameOf}
      />
    </div>
  );
}

export type NameOf = (line: ScoreLine) => string;

// Names of units and areas come with the line; tiers and the desks of the centre are words of ours.
function useLineNames(names: Names): NameOf {
  const all = useWords();
  const tiers: Record<string, string> = all.tiers;
  const desks: Record<string, string> = all.scoreboard.desks;
  return (line) => {
    if (line.dimension === 'tier') return tiers[line.key] ?? line.key;
    if (line.dimension === 'area_category') {
      const [area = '', category = ''] = line.key.split('/');
      return `${names.area(area)} · ${names.category(category)}`;
    }
    return desks[line.key] ?? (line.name || line.key);
  };
}

// Response, solved, satisfied of everybody, each as a number and a bar.
// Complaints per households are counted by place.
function ThreeRates({
  line,
  place,
}: {
  line: ScoreLine | undefined;
  place: ScoreLine | undefined;
}) {
  const words = useWords().scoreboard;
  if (!line) return null;
  const tiles: Column[] = [
    'response_rate',
    'solve_rate',
    'satisfaction_rate',
    'on_time_rate',
    'per_ten_thousand_households',
  ];
  return (
    <section aria-label={words.three}>
      <dl class="score-tiles">
        {tiles.map((column) => {
          const isRate = column !== 'per_ten_thousand_households';
          const from = isRate ? line : (place ?? line);
          const value = valueOf(from, column);
          return (
            <div key={column} class="tile">
              <dt>{words.columns[column]}</dt>
              <dd>
                <span class="tile-value">{textOf(from, column)}</span>
                {isRate && value >= 0 && (
                  <meter min={0} max={1000} value={value} aria-hidden="true" />
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <p class="quiet">{words.rateNote}</p>
    </section>
  );
}

// Red is praise and black is blame here: other colours than those of cases, and words beside them.
function Lists({ lines, nameOf }: { lines: ScoreLine[]; nameOf: NameOf }) {
  const words = useWords().scoreboard;
  const listed = (list: string): ScoreLine[] =>
    ranked(
      lines.filter((line) => line.list === list),
      (line) => (list === 'red' ? line.score : -line.score),
    );
  return (
    <div class="score-lists">
      {(['red', 'black'] as const).map((list) => (
        <section key={list} class={`score-list is-${list}`}>
          <h2>{list === 'red' ? words.redList : words.blackList}</h2>
          {listed(list).length === 0 ? (
            <p class="quiet">{words.listNone}</p>
          ) : (
            <ol>
              {listed(list).map((line) => (
                <li key={line.key}>
                  <span>{nameOf(line)}</span>
                  <span class="number">{textOf(line, 'score')}</span>
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
      <p class="quiet">{words.listRule}</p>
    </div>
  );
}

function Ladder({
  lines,
  columns,
  more,
  nameOf,
}: {
  lines: ScoreLine[];
  columns: Column[];
  more: boolean;
  nameOf: NameOf;
}) {
  const words = useWords().scoreboard;
  const [by, setBy] = useState<Column>('score');
  const key = columns.includes(by) ? by : (columns[0] as Column);
  const sorted = ranked(lines, (line) => valueOf(line, key));
  if (lines.length === 0) return <p class="empty">{words.none}</p>;
  return (
    <section>
      <div class="scroll is-tall" tabIndex={0} role="region" aria-label={words.ladder}>
        <table class="score-table">
          <caption>
            {words.ladder} <span class="quiet">{sorted.length}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                #
              </th>
              <th scope="col">{words.columns.name}</th>
              {columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  class="number"
                  aria-sort={column === key ? 'descending' : 'none'}
                >
                  <button type="button" class="sort" onClick={() => setBy(column)}>
                    {words.columns[column]}
                    <span aria-hidden="true">{column === key ? ' ▾' : ''}</span>
                  </button>
                </th>
              ))}
              <th scope="col">{words.columns.list}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((line, i) => (
              <tr key={line.key}>
                <td class="number">{i + 1}</td>
                <th scope="row">{nameOf(line)}</th>
                {columns.map((column) => (
                  <td key={column} class="number">
                    <Cell line={line} column={column} />
                  </td>
                ))}
                <td>
                  {(line.list === 'red' || line.list === 'black') && (
                    <span class={`score-tag is-${line.list}`}>{words.lists[line.list]}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more && <p class="quiet">{words.more}</p>}
      <p class="quiet">{words.tenThousandNote}</p>
    </section>
  );
}

function Cell({ line, column }: { line: ScoreLine; column: Column }) {
  const words = useWords().scoreboard;
  if (column === 'stars') {
    return line.stars === 0 ? (
      <>—</>
    ) : (
      <span aria-label={words.starsOf(line.stars)} role="img">
        {textOf(line, column)}
      </span>
    );
  }
  if (column === 'whistle_rate' && line.whistle_band) {
    const band = words.bands[line.whistle_band as keyof typeof words.bands];
    return (
      <>
        {textOf(line, column)} <span class="quiet">{band ?? line.whistle_band}</span>
      </>
    );
  }
  if (column === 'month_on_month') {
    const value = valueOf(line, column);
    const better = isBetterHigh(column) ? value > 0 : value < 0;
    const none = value === -1001 || value === 0;
    return <span class={none ? '' : better ? 'is-better' : 'is-worse'}>{textOf(line, column)}</span>;
  }
  return <>{textOf(line, column)}</>;
}

function saveCsv(lines: ScoreLine[], columns: Column[], month: number, nameOf: NameOf): void {
  const words = wordsNow().scoreboard;
  const percentColumns = (column: Column): string =>
    column.endsWith('_rate') || column === 'score' || column === 'month_on_month' ? ' (%)' : '';
  const head = [
    words.columns.name,
    ...columns.map((column) => words.columns[column] + percentColumns(column)),
    words.columns.list,
  ];
  const rows = lines.map((line) => [
    nameOf(line),
    ...columns.map((column) => cellOf(line, column)),
    line.list === 'red' || line.list === 'black' ? words.lists[line.list] : '',
  ]);
  saveFile(words.csvFile(monthText(month)), 'text/csv;charset=utf-8', csvOf([head, ...rows]));
}
