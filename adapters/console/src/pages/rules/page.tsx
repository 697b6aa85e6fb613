import { useState } from 'preact/hooks';
import { askRules, type RulesReply } from '../../api/rules';
import { Loading, PageHead, ProblemNote, useAsked, useWords } from '../frame';
import { ComparePart } from './compare';
import { FilesPart } from './files';
import { LimitsPart } from './limits';
import { PlanPart } from './plan';
import { CategoriesPart, UnitsPart } from './tables';
import { Tabs } from '../tabs';
import './rules.css';

const parts = ['categories', 'units', 'limits', 'files', 'plan', 'compare'] as const;
type Part = (typeof parts)[number];

export function RulesPage() {
  const words = useWords().rules;
  const [part, setPart] = useState<Part>('categories');
  const asked = useAsked(() => askRules(), []);
  return (
    <div class="rules-page">
      <PageHead title={words.title} />
      {asked.problem && <ProblemNote problem={asked.problem} again={asked.again} />}
      {!asked.value && !asked.problem && <Loading />}
      {asked.value && (
        <>
          <Active rules={asked.value} />
          <Tabs
            label={words.title}
            names={parts}
            labels={words.tabs}
            chosen={part}
            choose={setPart}
          >
            <Shown part={part} rules={asked.value} />
          </Tabs>
        </>
      )}
    </div>
  );
}

function Shown({ part, rules }: { part: Part; rules: RulesReply }) {
  switch (part) {
    case 'categories':
      return <CategoriesPart rules={rules} />;
    case 'units':
      return <UnitsPart rules={rules} />;
    case 'limits':
      return <LimitsPart rules={rules} />;
    case 'files':
      return <FilesPart rules={rules} />;
    case 'plan':
      return <PlanPart />;
    case 'compare':
      return <ComparePart rules={rules} />;
  }
}

function Active({ rules }: { rules: RulesReply }) {
  const words = useWords().rules;
  return (
    <dl class="facts" aria-label={words.active}>
      <div>
        <dt>{words.city}</dt>
        <dd>{rules.city_title || rules.city}</dd>
      </div>
      <div>
        <dt>{words.version}</dt>
        <dd>
          <code title={rules.policy_version}>{rules.policy_version.slice(0, 12)}</code>
        </dd>
      </div>
    </dl>
  );
}
