import { useState } from 'preact/hooks';
import { askRuleFile, type RulesReply } from '../../api/rules';
import { Loading, ProblemNote, useAsked, useWords } from '../frame';

export function FilesPart({ rules }: { rules: RulesReply }) {
  const words = useWords().rules;
  const [name, setName] = useState('');
  return (
    <div class="rules-files">
      <ul aria-label={words.tabs.files}>
        {rules.files.map((file) => (
          <li key={file.name}>
            <button
              type="button"
              aria-pressed={file.name === name}
              onClick={() => setName(file.name)}
            >
              <code>{file.name}</code>
              <span class="quiet number">{Number(file.bytes).toLocaleString()}</span>
            </button>
          </li>
        ))}
      </ul>
      {name ? <FileText key={name} name={name} /> : <p class="quiet">{words.fileChoose}</p>}
    </div>
  );
}

function FileText({ name }: { name: string }) {
  const asked = useAsked((signal) => askRuleFile(name, signal), [name]);
  if (asked.problem) return <ProblemNote problem={asked.problem} again={asked.again} />;
  if (asked.value === undefined) return <Loading />;
  return (
    <pre class="rules-text scroll" tabIndex={0} aria-label={name}>
      {asked.value}
    </pre>
  );
}
