import { useEffect, useMemo, useState } from 'preact/hooks';
import { get, hrefOf, Loading, ProblemNote, Time, useAsked, useTicks, useWords } from '../frame';
import { parseExact } from '../exact_json';
import { useNames } from '../names';
import { areasOf, type Area, type FeatureCollection } from './features';
import { Picture, type Storm } from './picture';
import { countsByArea, total, type Counts, type Load } from './shading';
import './map.css';

interface Board {
  loads: Load[];
  time_ms: string;
}

interface RegisterRows {
  rows: { key: string; json: string }[];
}

const levels = ['community', 'compound', 'street'] as const;
const nothing: Counts = { red: 0, yellow: 0, blue: 0 };
const boardOf = (code: string): string => hrefOf('board', { area: code });

function stormOf(json: string): Storm {
  const row = parseExact(json) as {
    id: number | string;
    area: number | string;
    major: string;
    cases: number;
    quiet_at_ms?: number;
  };
  return {
    id: String(row.id),
    area: String(row.area),
    major: row.major,
    cases: row.cases,
    quiet_at_ms: row.quiet_at_ms,
  };
}

export function MapPage() {
  const words = useWords().map;
  const [level, setLevel] = useState<string>('community');
  const map = useAsked((signal) => get<FeatureCollection>('/api/v1/map', { signal }), []);
  const ticks = useTicks(10_000);
  const board = useAsked((signal) => get<Board>('/api/v1/board', { signal }), [ticks]);
  const storms = useAsked(
    (signal) => get<RegisterRows>('/api/v1/registers/storm', { signal }),
    [ticks],
  );
  const areas = useMemo(() => (map.value ? areasOf(map.value) : []), [map.value]);
  const counts = useMemo(
    () => countsByArea(board.value?.loads ?? [], areas),
    [board.value, areas],
  );
  const rings = useMemo(
    () => (storms.value?.rows ?? []).map((row) => stormOf(row.json)),
    [storms.value],
  );

  // A city without outlines of communities is shown by what it has.
  useEffect(() => {
    const has = (kind: string): boolean =>
      areas.some((area) => area.kind === kind && area.rings.length > 0);
    if (areas.length > 0 && !has(level)) setLevel(levels.find(has) ?? level);
  }, [areas]);

  if (map.problem && !map.value) return <ProblemNote problem={map.problem} again={map.again} />;
  if (!map.value) return <Loading />;
  return (
    <div class="map-page">
      <div class="map-head">
        <h1>{words.title}</h1>
        <LevelChoice level={level} areas={areas} choose={setLevel} />
        {board.value && (
          <p class="quiet">
            {words.asOf} <Time ms={Number(board.value.time_ms)} />
          </p>
        )}
      </div>
      {board.problem && <ProblemNote problem={board.problem} again={board.again} />}
      <div class="map-both">
        <section>
          <Picture areas={areas} level={level} counts={counts} storms={rings} boardOf={boardOf} />
          <Legend storms={rings.length} schematic={areas.some((area) => area.schematic)} />
        </section>
        <AreaTable areas={areas} level={level} counts={counts} storms={rings} />
      </div>
    </div>
  );
}

function LevelChoice({
  level,
  areas,
  choose,
}: {
  level: string;
  areas: Area[];
  choose: (level: string) => void;
}) {
  const words = useWords().map;
  return (
    <fieldset class="choice">
      <legend>{words.level}</legend>
      {levels
        .filter((kind) => areas.some((area) => area.kind === kind))
        .map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="map-level"
              checked={level === kind}
              onChange={() => choose(kind)}
            />
            {words.levels[kind]}
          </label>
        ))}
    </fieldset>
  );
}

function Legend({ storms, schematic }: { storms: number; schematic: boolean }) {
  const words = useWords().map;
  const severity = useWords().severity;
  return (
    <ul class="map-legend" aria-label={words.legend}>
      {(['red', 'yellow', 'blue'] as const).map((colour, i) => (
        <li key={colour}>
          <span class={`map-key is-${colour}`} aria-hidden="true">
            {['▲', '◆', '●'][i]}
          </span>
          {severity[colour]}
        </li>
      ))}
      <li>{words.shadeHint}</li>
      {schematic && (
        <li>
          <span class="map-key is-schematic" aria-hidden="true" />
          {words.schematicHint}
        </li>
      )}
      <li>
        <span class="map-key is-storm" aria-hidden="true" />
        {storms > 0 ? words.stormHint : words.noStorms}
      </li>
    </ul>
  );
}

// The same for those who cannot see the map, the busiest first.
function AreaTable({
  areas,
  level,
  counts,
  storms,
}: {
  areas: Area[];
  level: string;
  counts: ReadonlyMap<string, Counts>;
  storms: Storm[];
}) {
  const words = useWords().map;
  const severity = useWords().severity;
  const names = useNames();
  const rows = areas
    .filter((area) => area.kind === level)
    .map((area) => ({ area, sum: counts.get(area.code) ?? nothing }))
    .sort(
      (l, r) =>
        r.sum.red - l.sum.red || r.sum.yellow - l.sum.yellow || total(r.sum) - total(l.sum),
    );
  return (
    <section class="map-table">
      {storms.length > 0 && (
        <ul class="map-storms">
          {storms.map((storm) => (
            <li key={storm.id}>
              <strong>{words.storm}</strong> {names.area(storm.area)}{' '}
              {words.storms(storm.cases, storm.major)}
              {storm.quiet_at_ms !== undefined && (
                <>
                  {' '}
                  <span class="quiet">
                    {words.stormQuiet} <Time ms={storm.quiet_at_ms} />
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <div class="scroll" tabIndex={0} role="region" aria-label={words.table}>
        <table>
          <caption>{words.table}</caption>
          <thead>
            <tr>
              <th scope="col">{words.area}</th>
              <th scope="col" class="number">
                ▲ {severity.red}
              </th>
              <th scope="col" class="number">
                ◆ {severity.yellow}
              </th>
              <th scope="col" class="number">
                ● {severity.blue}
              </th>
              <th scope="col" class="number">
                {words.households}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ area, sum }) => (
              <tr key={area.code}>
                <th scope="row">
                  <a href={boardOf(area.code)}>{area.name}</a>
                  {area.schematic && <span class="tag">{words.schematic}</span>}
                </th>
                <td class="number">{sum.red || ''}</td>
                <td class="number">{sum.yellow || ''}</td>
                <td class="number">{sum.blue || ''}</td>
                <td class="number">{area.households || ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
