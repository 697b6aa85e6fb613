import { useId, useMemo, useState } from 'preact/hooks';
import type { UnitView } from '../api/rules';

// Finds units by name or code; the first few that match are offered as buttons.

const offered = 8;

export function matching(units: readonly UnitView[], search: string, without: readonly string[]) {
  const wanted = search.trim().toLowerCase();
  if (!wanted) return [];
  return units
    .filter((unit) => !without.includes(unit.code))
    .filter(
      (unit) =>
        unit.name.toLowerCase().includes(wanted) || unit.code.toLowerCase().includes(wanted),
    )
    .slice(0, offered);
}

interface Props {
  label: string;
  units: readonly UnitView[];
  without: readonly string[];
  choose: (code: string) => void;
  hint?: string;
}

export function UnitPicker({ label, units, without, choose, hint }: Props) {
  const [search, setSearch] = useState('');
  const id = useId();
  const found = useMemo(() => matching(units, search, without), [units, search, without]);
  const take = (code: string): void => {
    choose(code);
    setSearch('');
  };
  return (
    <div class="picker">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="search"
        autocomplete="off"
        value={search}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (found[0]) take(found[0].code);
        }}
      />
      {hint && (
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      )}
      {found.length > 0 && (
        <ul class="picker-found">
          {found.map((unit) => (
            <li key={unit.code}>
              <button type="button" onClick={() => take(unit.code)}>
                {unit.name} <span class="quiet">{unit.code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
