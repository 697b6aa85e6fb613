import { frame } from './frame';
import { intake } from './intake';
import { map } from './map';
import { orders } from './orders';
import { rules } from './rules';
import { scoreboard } from './scoreboard';
import { whistles } from './whistles';

const { severity, tiers, stages } = frame;

export const zh = { intake, map, orders, rules, scoreboard, whistles, severity, tiers, stages };
