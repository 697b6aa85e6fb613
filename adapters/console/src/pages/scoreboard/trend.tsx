import { useCallback, useMemo, useState } from 'preact/hooks';
import { get, ProblemNote, useAsked, useWords } from '../frame';
import { Chart } from '../chart/chart';
import { colourOf } from '../chart/palette';
import { countOf, textOf, type ScoreboardReply, type ScoreLine } from './lines';
import { monthsUpTo, monthText } from './months';

const monthsShown = 6;
const rates = ['response_rate', 'solve_rate', 'satisfaction_rate'] as const;
const tones = ['chart-1', 'chart-2', 'chart-3'];

// How the three rates and the number of complaints went over the last months, of all or of one
// line.
export function Trend({
  month,
  dimension,
  lines,
  nameOf,
}: {
  month: number;
  dimension: string;
  lines: ScoreLine[];
  nameOf: (line: ScoreLine) => string;
}) {
  const words = useWords().scoreboard;
  const [chosen, setKey] = useState('');
  const key = lines.some((line) => line.key === chosen) ? chosen : '';
  const months = useMemo(() => monthsUpTo(month, monthsShown), [month]);
  const asked = useAsked(
    (signal) => askMonths(months, key ? dimension : 'all', key, signal),
    [months, dimension, key],
  );
  const found = asked.value;
  const option = useCallback(() => optionOf(months, found ?? [], words), [months, found, words]);
  return (
    <section class="score-trend">
      <div class="row">
        <h2>{words.trend}</h2>
        <label>
          {words.trendOf}
          <select value={key} onChange={(event) => setKey(event.currentTarget.value)}>
            <option value="">{words.whole}</option>
            {lines.map((line) => (
              <option key={line.key} value={line.key}>
                {nameOf(line)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {asked.problem && <ProblemNote problem={asked.problem} again={asked.again} />}
      <Chart option={option} height={260} label={words.trend} />
      <div class="scroll" tabIndex={0} role="region" aria-label={words.trend}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.month}</th>
              {months.map((at) => (
                <th key={at} scope="col" class="number">
                  {monthText(at)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{words.columns.accepted}</th>
              {months.map((at, i) => (
                <td key={at} class="number">
                  {workOf(found?.[i]) ?? '—'}
                </td>
              ))}
            </tr>
            {rates.map((rate) => (
              <tr key={rate}>
                <th scope="row">{words.columns[rate]}</th>
                {months.map((at, i) => {
                  const line = found?.[i];
                  return (
                    <td key={at} class="number">
                      {line ? textOf(line, rate) : '—'}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

async function askMonths(
  months: number[],
  dimension: string,
  key: string,
  signal: AbortSignal,
): Promise<(ScoreLine | undefined)[]> {
  const replies = await Promise.all(
    months.map((month) => {
      const query = new URLSearchParams({ period: String(month), dimension, key });
      if (!key) query.delete('key');
      return get<ScoreboardReply>(`/api/v1/scoreboard?${query}`, { signal });
    }),
  );
  return replies.map((reply) => reply.lines.find((line) => line.key === key) ?? undefined);
}

// What came in, of areas and all; what was dispatched, of units and people.
const workOf = (line: ScoreLine | undefined): number | undefined =>
  line && (countOf(line, 'accepted') || countOf(line, 'dispatched'));

function optionOf(
  months: number[],
  lines: (ScoreLine | undefined)[],
  words: ReturnType<typeof useWords>['scoreboard'],
) {
  return {
    grid: { left: 8, right: 8, top: 60, bottom: 8, containLabel: true },
    legend: { top: 0, textStyle: { color: colourOf('text') } },
    xAxis: {
      type: 'category',
      data: months.map(monthText),
      axisLabel: { color: colourOf('text-quiet') },
    },
    yAxis: [
      {
        type: 'value',
        max: 100,
        min: 0,
        axisLabel: { color: colourOf('text-quiet'), formatter: '{value}%' },
        splitLine: { lineStyle: { color: colourOf('border') } },
      },
      {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: colourOf('text-quiet') },
        splitLine: { show: false },
      },
    ],
    series: [
      {
        type: 'bar',
        name: words.columns.accepted,
        yAxisIndex: 1,
        barMaxWidth: 28,
        itemStyle: { color: colourOf('chart-muted') },
        data: months.map((_, i) => workOf(lines[i]) ?? null),
      },
      ...rates.map((rate, i) => ({
        type: 'line',
        name: words.columns[rate],
        symbol: ['circle', 'rect', 'triangle'][i],
        symbolSize: 9,
        lineStyle: { width: 2, type: (['solid', 'dashed', 'dotted'] as const)[i] },
        itemStyle: { color: colourOf(tones[i] as string) },
        data: months.map((_, at) => {
          const line = lines[at];
          return line && line[rate] >= 0 ? line[rate] / 10 : null;
        }),
      })),
    ],
  };
}
