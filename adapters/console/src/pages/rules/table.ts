// The tables of a rule book (CSV with quotes, lines with # are remarks), to be shown as they are.

export interface RuleTable {
  columns: string[];
  rows: string[][];
}

// Splits into records; quotes may hold commas, quotes and line ends.
function records(text: string): string[][] {
  const found: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    record.push(cell);
    cell = '';
  };
  for (let i = 0; i < text.length; i += 1) {
    const at = text[i];
    if (quoted) {
      if (at !== '"') cell += at;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (at === '"' && cell === '') quoted = true;
    else if (at === ',') endCell();
    else if (at === '\n') {
      endCell();
      found.push(record);
      record = [];
    } else if (at !== '\r') cell += at;
  }
  if (cell !== '' || record.length > 0) {
    endCell();
    found.push(record);
  }
  return found;
}

export function tableOf(text: string): RuleTable {
  const without = text.replace(/^\uFEFF/, '');
  const rows = records(without).filter((row) => {
    const [first = ''] = row;
    return !first.trimStart().startsWith('#') && row.some((cell) => cell.trim() !== '');
  });
  const [columns = [], ...rest] = rows;
  return { columns: columns.map((cell) => cell.trim()), rows: rest };
}

// Rows as records of their columns; missing cells are empty.
export function rowsOf(table: RuleTable): Record<string, string>[] {
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, i) => [column, row[i] ?? ''])),
  );
}

// A limit as the rule book writes it, in words: 30m, 2wh, 5wd.
const units: Record<string, { zh: string; en: string }> = {
  m: { zh: '分钟', en: 'min' },
  h: { zh: '小时', en: 'h' },
  d: { zh: '天', en: 'd' },
  wh: { zh: '个工作时', en: 'working h' },
  wd: { zh: '个工作日', en: 'working days' },
};

export function limitText(limit: string, language: 'zh' | 'en'): string {
  const found = /^(\d+)(m|h|d|wh|wd)$/.exec(limit);
  if (!found) return limit;
  const unit = units[found[2] as string]?.[language] ?? '';
  return `${found[1]} ${found[1] === '1' ? unit.replace(/days$/, 'day') : unit}`;
}
