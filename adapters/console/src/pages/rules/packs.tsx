import { get, ProblemNote, useAsked, useWords } from '../frame';

export interface Packs {
  packs: { name: string; title: string }[];
}

// The candidates the gateway knows; only their names travel.
export function usePacks() {
  return useAsked((signal) => get<Packs>('/api/v1/rules/packs', { signal }), []);
}

export function PackChoice({
  packs,
  chosen,
  choose,
}: {
  packs: ReturnType<typeof usePacks>;
  chosen: string;
  choose: (name: string) => void;
}) {
  const words = useWords().rules;
  if (packs.problem?.reason === 'NOT_CONFIGURED') return <p class="empty">{words.notConfigured}</p>;
  if (packs.problem) return <ProblemNote problem={packs.problem} again={packs.again} />;
  if (packs.value?.packs.length === 0) return <p class="empty">{words.packNone}</p>;
  return (
    <label>
      {words.pack}
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        {(packs.value?.packs ?? []).map((pack) => (
          <option key={pack.name} value={pack.name}>
            {pack.title || pack.name}
          </option>
        ))}
      </select>
    </label>
  );
}
