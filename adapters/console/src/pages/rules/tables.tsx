import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useLanguage, useWords } from '../frame';
import type { RulesReply, UnitView } from '../../api/rules';
import { categoryName, namesOf } from '../names';

// Tables of the book that can be searched. A city has some hundred rows of each; more are shown
// when somebody asks for them.

const firstRows = 200;

export function SearchTable<Row>({
  label,
  rows,
  textOf,
  keyOf,
  head,
  cells,
}: {
  label: string;
  rows: readonly Row[];
  textOf: (row: Row) => string;
  keyOf: (row: Row, index: number) => string;
  head: ComponentChildren;
  cells: (row: Row) => ComponentChildren;
}) {
  const words = useWords().rules;
  const [search, setSearch] = useState('');
  const [most, setMost] = useState(firstRows);
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return wanted ? rows.filter((row) => textOf(row).toLowerCase().includes(wanted)) : rows;
  }, [rows, search]);
  const shown = found.slice(0, most);
  return (
    <section>
      <div class="row">
        <label>
          {words.search}
          <input
            type="search"
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <span class="quiet" role="status">
          {words.found(shown.length, rows.length)}
        </span>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={label}>
        <table>
          <caption class="hidden">{label}</caption>
          <thead>
            <tr>{head}</tr>
          </thead>
          <tbody>
            {shown.map((row, i) => (
              <tr key={keyOf(row, i)}>{cells(row)}</tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.length > shown.length && (
        <button type="button" class="button" onClick={() => setMost(most + firstRows)}>
          +{Math.min(firstRows, found.length - shown.length)}
        </button>
      )}
    </section>
  );
}

export function CategoriesPart({ rules }: { rules: RulesReply }) {
  const all = useWords();
  const words = all.rules.category;
  const language = useLanguage();
  const names = useMemo(() => namesOf(rules), [rules]);
  const tiers: Record<string, string> = all.tiers;
  const classes: Record<string, string> = words.classes;
  const departments = new Map(
    rules.units.filter((unit) => unit.kind).map((unit) => [unit.kind, names.unit(unit.code)]),
  );
  return (
    <SearchTable
      label={all.rules.tabs.categories}
      rows={rules.categories}
      keyOf={(row) => row.code}
      textOf={(row) => `${row.code} ${row.name} ${row.name_en} ${row.major} ${row.standard}`}
      head={
        <>
          <th scope="col">{words.code}</th>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.major}</th>
          <th scope="col">{words.matter_class}</th>
          <th scope="col">{words.duty}</th>
          <th scope="col">{words.department}</th>
          <th scope="col">{words.standard}</th>
          <th scope="col">{words.attributes}</th>
        </>
      }
      cells={(row) => (
        <>
          <td>
            <code>{row.code}</code>
          </td>
          <th scope="row">{categoryName(row, language)}</th>
          <td>{row.major}</td>
          <td>{classes[row.matter_class] ?? row.matter_class}</td>
          <td>{tiers[row.duty] ?? row.duty}</td>
          <td>{departments.get(row.department) ?? row.department}</td>
          <td>{row.standard}</td>
          <td>{row.attributes.map((attribute) => attribute.description).join('、')}</td>
        </>
      )}
    />
  );
}

export function UnitsPart({ rules }: { rules: RulesReply }) {
  const all = useWords();
  const words = all.rules.unit;
  const names = useMemo(() => namesOf(rules), [rules]);
  const tiers: Record<string, string> = all.tiers;
  return (
    <SearchTable
      label={all.rules.tabs.units}
      rows={rules.units}
      keyOf={(row: UnitView) => row.code}
      textOf={(row) => `${row.code} ${row.name} ${tiers[row.tier] ?? ''} ${names.area(row.area)}`}
      head={
        <>
          <th scope="col">{words.code}</th>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.tier}</th>
          <th scope="col">{words.area}</th>
        </>
      }
      cells={(row) => (
        <>
          <td>
            <code>{row.code}</code>
          </td>
          <th scope="row">{row.name}</th>
          <td>{tiers[row.tier] ?? row.tier}</td>
          <td>{row.area === '0' ? all.rules.limit.any : names.areaPath(row.area)}</td>
        </>
      )}
    />
  );
}
