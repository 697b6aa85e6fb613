import { useId, useMemo, useState } from 'preact/hooks';
import { useWords } from '../frame';

// Finds a row of the rule book by what people call it; the first matches are offered.

const offered = 8;

export function matchingRows<Row extends { code: string }>(
  rows: readonly Row[],
  search: string,
  textOf: (row: Row) => string,
): Row[] {
  const wanted = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const found: Row[] = [];
  for (const row of rows) {
    const text = `${row.code} ${textOf(row)}`.toLowerCase();
    if (wanted.every((word) => text.includes(word))) found.push(row);
    if (found.length === offered) break;
  }
  return found;
}

export function CodePicker<Row extends { code: string }>({
  label,
  rows,
  nameOf,
  moreOf,
  choose,
}: {
  label: string;
  rows: readonly Row[];
  nameOf: (row: Row) => string;
  moreOf: (row: Row) => string;
  choose: (code: string) => void;
}) {
  const words = useWords().intake;
  const [search, setSearch] = useState('');
  const id = useId();
  const found = useMemo(
    () => matchingRows(rows, search, (row) => `${nameOf(row)} ${moreOf(row)}`),
    [rows, search],
  );
  const take = (code: string): void => {
    choose(code);
    setSearch('');
  };
  return (
    <div class="picker">
      <label for={id} class="hidden">
        {`${words.choose} ${label}`}
      </label>
      <input
        id={id}
        type="search"
        autocomplete="off"
        placeholder={`${words.choose} ${label}`}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          if (found[0]) take(found[0].code);
        }}
      />
      {found.length > 0 && (
        <ul class="picker-found">
          {found.map((row) => (
            <li key={row.code}>
              <button type="button" onClick={() => take(row.code)}>
                {nameOf(row)} <span class="quiet">{row.code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
