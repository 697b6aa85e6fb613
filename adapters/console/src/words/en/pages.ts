import type { zh } from '../zh/pages';
import { intake } from './intake';
import { map } from './map';
import { orders } from './orders';
import { rules } from './rules';
import { scoreboard } from './scoreboard';
import { whistles } from './whistles';
export const en: typeof zh = {
  intake, map, orders, rules, scoreboard, whistles,
  severity: { red: 'Red', yellow: 'Yellow', blue: 'Blue' },
  tiers: { building: 'building', compound: 'compound', community: 'community', street: 'street', department: 'department', district: 'district' },
  cancel: 'Cancel',
};
