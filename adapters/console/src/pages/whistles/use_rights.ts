import { useEffect, useState } from 'preact/hooks';
import { askRuleFile, type RulesReply } from '../../api/rules';
import { rightsOf, type Rights } from './rights';

export function useRights(rules: RulesReply | undefined): Rights | undefined {
  const [rights, setRights] = useState<Rights | undefined>(undefined);
  useEffect(() => {
    const files = (rules?.files ?? [])
      .map((file) => file.name)
      .filter((name) => name.endsWith('whistle_permissions.csv'));
    if (files.length === 0) return;
    Promise.all(files.map((name) => askRuleFile(name)))
      .then((texts) => setRights(rightsOf(texts)))
      .catch(() => undefined);
  }, [rules]);
  return rights;
}
