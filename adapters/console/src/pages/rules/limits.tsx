import { useMemo } from 'preact/hooks';
import { askRuleFile, type RulesReply } from '../../api/rules';
import { Loading, ProblemNote, useAsked, useLanguage, useWords } from '../frame';
import { namesOf } from '../names';
import { limitText, rowsOf, tableOf } from './table';
import { SearchTable } from './tables';

interface LimitRow {
  file: string;
  stage: string;
  severity: string;
  category: string;
  condition: string;
  limit: string;
  source: string;
}

async function askLimits(rules: RulesReply, signal: AbortSignal): Promise<LimitRow[]> {
  const files = rules.files
    .map((file) => file.name)
    .filter((name) => /(^|\/)limits\.csv$/.test(name));
  const texts = await Promise.all(files.map((name) => askRuleFile(name, signal)));
  return texts.flatMap((text, i) =>
    rowsOf(tableOf(text)).map((row) => ({
      file: files[i] as string,
      stage: row['stage'] ?? '',
      severity: row['severity'] ?? '',
      category: row['category'] ?? '',
      condition: row['condition'] ?? '',
      limit: row['limit'] ?? '',
      source: row['source'] ?? '',
    })),
  );
}

// Limits as the files of the book have them: where a city says otherwise than the base, both stand
// here, each with its file, and the city's holds.
export function LimitsPart({ rules }: { rules: RulesReply }) {
  const all = useWords();
  const words = all.rules.limit;
  const language = useLanguage();
  const names = useMemo(() => namesOf(rules), [rules]);
  const asked = useAsked((signal) => askLimits(rules, signal), [rules]);
  const stages: Record<string, string> = all.stages;
  const colours: Record<string, string> = all.severity;
  if (asked.problem) return <ProblemNote problem={asked.problem} again={asked.again} />;
  if (!asked.value) return <Loading />;
  return (
    <SearchTable
      label={all.rules.tabs.limits}
      rows={asked.value}
      keyOf={(_, i) => String(i)}
      textOf={(row) =>
        [stages[row.stage], row.stage, colours[row.severity], names.category(row.category),
          row.category, row.condition, row.source].join(' ')
      }
      head={
        <>
          <th scope="col">{words.stage}</th>
          <th scope="col">{words.severity}</th>
          <th scope="col">{words.category}</th>
          <th scope="col">{words.condition}</th>
          <th scope="col">{words.limit}</th>
          <th scope="col">{words.source}</th>
          <th scope="col">{all.rules.file}</th>
        </>
      }
      cells={(row) => (
        <>
          <th scope="row">{stages[row.stage] ?? row.stage}</th>
          <td>{row.severity ? (colours[row.severity] ?? row.severity) : words.any}</td>
          <td>{row.category ? names.category(row.category) : words.any}</td>
          <td>{row.condition || words.any}</td>
          <td>{row.limit === '-' ? words.none : limitText(row.limit, language)}</td>
          <td>{row.source}</td>
          <td>
            <code>{row.file}</code>
          </td>
        </>
      )}
    />
  );
}
