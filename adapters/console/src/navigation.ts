import { hasRole } from './api/session';

// Which pages there are, and for whom: others would only be told that they may not.

export const pageNames = [
  'board',
  'escalations',
  'cases',
  'map',
  'whistles',
  'scoreboard',
  'rules',
  'intake',
  'orders',
] as const;
export type PageName = (typeof pageNames)[number];

const roles: Record<PageName, string[]> = {
  board: ['worker', 'dispatcher', 'supervisor', 'admin'],
  escalations: ['dispatcher', 'supervisor', 'admin'],
  cases: ['intake', 'worker', 'dispatcher', 'supervisor', 'admin'],
  map: ['worker', 'dispatcher', 'supervisor', 'admin'],
  whistles: ['worker', 'dispatcher', 'supervisor'],
  scoreboard: ['dispatcher', 'supervisor', 'admin'],
  rules: ['dispatcher', 'supervisor', 'admin'],
  intake: ['intake', 'dispatcher'],
  orders: ['worker', 'dispatcher'],
};

export const pagesOf = (): PageName[] => pageNames.filter((page) => hasRole(...roles[page]));
