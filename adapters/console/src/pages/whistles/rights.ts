import { rowsOf, tableOf } from '../rules/table';

// Who may blow which whistle: the table whistle_permissions of the book and of the city's pack.
// When it cannot be read nothing is hidden; the engine decides in any case.

export const kinds = ['routine', 'express', 'campaign', 'enforcement', 'emergency'] as const;
export type Kind = (typeof kinds)[number];

export type Rights = ReadonlyMap<string, ReadonlySet<string>>; // kinds by tier

export function rightsOf(texts: readonly string[]): Rights {
  const rights = new Map<string, Set<string>>();
  for (const text of texts) {
    for (const row of rowsOf(tableOf(text))) {
      const { tier = '', kind = '' } = row;
      if (!tier || !kind) continue;
      rights.set(tier, (rights.get(tier) ?? new Set()).add(kind));
    }
  }
  return rights;
}

export const mayBlow = (rights: Rights | undefined, tier: string): boolean =>
  rights === undefined || (rights.get(tier)?.size ?? 0) > 0;

export const kindsFor = (rights: Rights | undefined, tier: string): Kind[] =>
  kinds.filter((kind) => rights === undefined || rights.get(tier)?.has(kind) === true);
