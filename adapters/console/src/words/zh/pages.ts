import { intake } from './intake';
import { map } from './map';
import { orders } from './orders';
import { rules } from './rules';
import { scoreboard } from './scoreboard';
import { whistles } from './whistles';
export const zh = {
  intake, map, orders, rules, scoreboard, whistles,
  severity: { red: '红', yellow: '黄', blue: '蓝' },
  tiers: { building: '楼栋', compound: '小区', community: '社区', street: '街道', department: '部门', district: '区县' },
  cancel: '取消',
};
