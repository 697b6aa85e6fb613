import { useEffect, useState } from 'preact/hooks';
import { get } from '../frame';
import type { RulesReply } from '../names';
import { rightsOf, type Rights } from './rights';

const askFile = (name: string): Promise<string> =>
  get<string>(`/api/v1/rules/file?name=${encodeURIComponent(name)}`, { as: 'text' });

export function useRights(rules: RulesReply | undefined): Rights | undefined {
  const [rights, setRights] = useState<Rights | undefined>(undefined);
  useEffect(() => {
    const files = (rules?.files ?? [])
      .map((file) => file.name)
      .filter((name) => name.endsWith('whistle_permissions.csv'));
    if (files.length === 0) return;
    Promise.all(files.map(askFile))
      .then((texts) => setRights(rightsOf(texts)))
      .catch(() => undefined);
  }, [rules]);
  return rights;
}
