import { useEffect, useMemo, useState } from 'preact/hooks';
import { get } from '../../api/client';
import { severities, type Board, type CaseView, type Severity } from '../../api/types';
import { categoryOf } from '../../live/city';
import { loaded, openCases, useOpenCases } from '../../live/open_cases';
import { EmptyState, Loading, PageHead, SeverityBadge } from '../../parts/basics';
import { ClockBadge, nearestClock, useDuration, useNow } from '../../parts/time';
import { VirtualList } from '../../parts/virtual_list';
import { go, hrefOf, place } from '../../route';
import { setEngineTime } from '../../time/engine_clock';
import { useTexts } from '../../words';
import {
  columnNames,
  columnOf,
  columnsOf,
  countOf,
  matches,
  type ColumnName,
  type Filter,
} from './columns';
import { useAreas } from './areas';

const cardHeight = 106;
const loadsEvery = 15_000;

// Of the units of each column: how many climbed in the last hour.
function useEscalations(): Record<ColumnName, number> {
  const [counts, setCounts] = useState<Partial<Record<ColumnName, number>>>({});
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const board = await get<Board>('/api/v1/board').catch(() => undefined);
      if (!board) return;
      setEngineTime(Number(board.time_ms));
      const next: Partial<Record<ColumnName, number>> = {};
      for (const load of board.loads) {
        const column = columnOf({ tier: load.tier, unit: load.unit, place: '' } as CaseView);
        next[column] = (next[column] ?? 0) + load.escalations_last_hour;
      }
      setCounts(next);
    };
    void ask();
    const timer = setInterval(() => void ask(), loadsEvery);
    return () => clearInterval(timer);
  }, []);
  return Object.fromEntries(columnNames.map((name) => [name, counts[name] ?? 0])) as Record<
    ColumnName,
    number
  >;
}

function Card({ item, now, focused }: { item: CaseView; now: number; focused: boolean }) {
  const texts = useTexts().frame;
  return (
    <a
      class={`card is-${item.severity}${focused ? ' is-focused' : ''}`}
      href={hrefOf('case', { id: item.case_id })}
      tabIndex={focused ? 0 : -1}
    >
      <span class="card-head">
        <SeverityBadge severity={item.severity} />
        <span class="card-number">{item.case_id}</span>
        {item.complaints > 1 && <span class="quiet">{texts.complaints(item.complaints)}</span>}
        {item.escalations > 0 && <span class="climbed">↑{item.escalations}</span>}
      </span>
      <span class="card-title">{categoryOf(item) || texts.statuses[item.status]}</span>
      <span class="card-place">
        {item.area_name} · {item.unit_name || texts.statuses[item.status]}
      </span>
      <ClockBadge clock={nearestClock(item.clocks)} now={now} />
    </a>
  );
}

function Column({
  name,
  items,
  now,
  escalated,
  focused,
}: {
  name: ColumnName;
  items: CaseView[];
  now: number;
  escalated: number;
  focused: number | undefined;
}) {
  const texts = useTexts();
  const duration = useDuration();
  const count = countOf(items);
  const oldest = items.reduce((first, item) => Math.min(first, Number(item.received_at_ms)), Infinity);
  const title = texts.board.columns[name] ?? name;
  return (
    <section class="column" aria-label={title} data-column={name}>
      <header>
        <h2>
          {title} <span class="count">{items.length}</span>
        </h2>
        <p class="tally">
          {severities.map((severity) => (
            <span key={severity} class={`is-${severity}`} title={texts.frame.severity[severity]}>
              <span aria-hidden="true">{texts.frame.shapes[severity]}</span>
              <span class="only-read">{texts.frame.severity[severity]} </span>
              {count[severity]}
            </span>
          ))}
        </p>
        <p class="quiet">
          {items.length > 0 && (
            <span>
              {texts.board.oldest} {duration(now - oldest)}
            </span>
          )}
          <span>
            {texts.board.escalated} {escalated}
          </span>
        </p>
      </header>
      {items.length === 0 ? (
        <p class="column-empty quiet">—</p>
      ) : (
        <VirtualList
          items={items}
          rowHeight={cardHeight}
          keyOf={(item) => item.case_id}
          label={title}
          focused={focused}
          row={(item, index) => <Card item={item} now={now} focused={index === focused} />}
        />
      )}
    </section>
  );
}

function FilterRow({ filter, set }: { filter: Filter; set: (filter: Filter) => void }) {
  const texts = useTexts();
  return (
    <>
      <input
        type="search"
        value={filter.words}
        placeholder={texts.board.search}
        aria-label={texts.board.search}
        onInput={(event) => set({ ...filter, words: event.currentTarget.value.trim() })}
      />
      <span class="segmented" role="group" aria-label={texts.frame.colour}>
        {(['', ...severities] as (Severity | '')[]).map((severity) => (
          <button
            key={severity}
            type="button"
            class={severity ? `is-${severity}` : ''}
            aria-pressed={filter.severity === severity}
            onClick={() => set({ ...filter, severity })}
          >
            {severity
              ? `${texts.frame.shapes[severity]} ${texts.frame.severity[severity]}`
              : texts.frame.all}
          </button>
        ))}
      </span>
    </>
  );
}

// The arrow keys go over the board, Enter opens.
function useCursor(columns: CaseView[][]): [number, number] {
  const [at, setAt] = useState<[number, number]>([0, -1]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement) return;
      let [column, row] = at;
      const size = (index: number): number => columns[index]?.length ?? 0;
      if (event.key === 'ArrowDown') row = Math.min(row + 1, size(column) - 1);
      else if (event.key === 'ArrowUp') row = Math.max(0, row - 1);
      else if (event.key === 'ArrowRight') column = Math.min(column + 1, columns.length - 1);
      else if (event.key === 'ArrowLeft') column = Math.max(0, column - 1);
      else if (event.key === 'Enter' && event.target === document.body) {
        const item = columns[column]?.[row];
        if (item) go(hrefOf('case', { id: item.case_id }));
        return;
      } else return;
      event.preventDefault();
      setAt([column, Math.min(row, size(column) - 1)]);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [at, columns]);
  return at;
}

export default function BoardPage() {
  const texts = useTexts();
  const now = useNow();
  const escalated = useEscalations();
  const inArea = useAreas();
  const query = place.value.query;
  const [filter, setFilter] = useState<Filter>({
    words: '',
    severity: '',
    unit: query.get('unit') ?? '',
    area: query.get('area') ?? '',
  });
  useEffect(() => useOpenCases(), []);
  const columns = useMemo(() => {
    const shown = [...openCases.value.values()].filter((item) =>
      matches(item, filter, (code) => inArea(code, filter.area)),
    );
    return columnsOf(shown);
  }, [openCases.value, filter, inArea]);
  const lists = useMemo(() => columnNames.map((name) => columns[name]), [columns]);
  const [column, row] = useCursor(lists);
  const count = lists.reduce((sum, list) => sum + list.length, 0);

  return (
    <div class="board-page">
      <PageHead title={texts.board.title}>
        <span class="count" role="status">
          {texts.board.open(count)}
        </span>
        <FilterRow filter={filter} set={setFilter} />
        {(filter.unit || filter.area) && (
          <button
            type="button"
            class="button"
            onClick={() => setFilter({ ...filter, unit: '', area: '' })}
          >
            ✕ {filter.unit || filter.area}
          </button>
        )}
      </PageHead>
      {!loaded.value ? (
        <Loading />
      ) : count === 0 ? (
        <EmptyState title={texts.board.none} hint={texts.board.noneHint} />
      ) : (
        <div class="board">
          {columnNames.map((name, index) => (
            <Column
              key={name}
              name={name}
              items={columns[name]}
              now={now}
              escalated={escalated[name]}
              focused={index === column && row >= 0 ? row : undefined}
            />
          ))}
        </div>
      )}
    </div>
  );
}
