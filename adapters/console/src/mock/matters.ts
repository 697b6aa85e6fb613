import type { Severity } from '../api/types';

// What residents complain of: enough kinds to fill a board with something that reads like a day.

export interface Matter {
  category: string;
  severity: Severity;
  tier: 'building' | 'compound' | 'community' | 'street' | 'department';
  unit?: string; // of the department; others follow from the place
  request_type: string;
  words: string; // that gave it away
  text: (place: string) => string;
}

export const matters: readonly Matter[] = [
  {
    category: 'svc-lift-trapped',
    severity: 'red',
    tier: 'compound',
    request_type: 'help',
    words: '困在电梯里',
    text: (place) => `${place}有老人带着孩子困在电梯里快半小时了，按铃没人应，请马上派人来。`,
  },
  {
    category: 'svc-gas-leak',
    severity: 'red',
    tier: 'department',
    unit: 'changtai-gas',
    request_type: 'help',
    words: '煤气味',
    text: (place) => `${place}楼道里煤气味很重，住户都不敢开灯，怕出事。`,
  },
  {
    category: 'svc-pipe-burst',
    severity: 'red',
    tier: 'department',
    unit: 'changtai-water',
    request_type: 'help',
    words: '水管爆裂',
    text: (place) => `${place}门口自来水管爆裂，水漫到了一楼住户家里。`,
  },
  {
    category: '09012',
    severity: 'yellow',
    tier: 'street',
    request_type: 'grievance',
    words: '消防通道',
    text: (place) => `${place}消防通道天天被私家车堵着，上次救护车都进不来。`,
  },
  {
    category: 'fire-flywire',
    severity: 'yellow',
    tier: 'compound',
    request_type: 'grievance',
    words: '飞线充电',
    text: (place) => `${place}有人从三楼拉线下来给电动车飞线充电，下雨天也不收。`,
  },
  {
    category: 'svc-water-outage',
    severity: 'yellow',
    tier: 'department',
    unit: 'changtai-water',
    request_type: 'help',
    words: '停水',
    text: (place) => `${place}从昨晚开始停水，一整栋都没水，也没有通知。`,
  },
  {
    category: '01076',
    severity: 'yellow',
    tier: 'compound',
    request_type: 'grievance',
    words: '电梯又坏了',
    text: (place) => `${place}电梯又坏了，这个月第三次，老人上下楼很不方便。`,
  },
  {
    category: '06042',
    severity: 'blue',
    tier: 'compound',
    request_type: 'grievance',
    words: '垃圾桶满了',
    text: (place) => `${place}垃圾桶满了两天没人清，招苍蝇，气味很大。`,
  },
  {
    category: 'noise-neighbour',
    severity: 'blue',
    tier: 'building',
    request_type: 'grievance',
    words: '楼上',
    text: (place) => `${place}楼上半夜还在拖椅子，咚咚响，孩子被吵醒好几回了。`,
  },
  {
    category: '01037',
    severity: 'blue',
    tier: 'community',
    request_type: 'grievance',
    words: '路灯不亮',
    text: (place) => `${place}东门那条路路灯不亮一个星期了，晚上看不清路。`,
  },
  {
    category: 'noise-square-dance',
    severity: 'blue',
    tier: 'community',
    request_type: 'grievance',
    words: '广场舞',
    text: (place) => `${place}旁边广场舞音响开得太大，晚上九点半还不停。`,
  },
  {
    category: '06028',
    severity: 'blue',
    tier: 'street',
    request_type: 'grievance',
    words: '打桩',
    text: (place) => `${place}对面工地又半夜打桩，一下一下的，明天还要上班。`,
  },
  {
    category: 'pm-parking',
    severity: 'blue',
    tier: 'compound',
    request_type: 'suggestion',
    words: '停车位',
    text: (place) => `建议${place}把空地划成停车位，现在业主回来晚了都没地方停。`,
  },
  {
    category: '06027',
    severity: 'blue',
    tier: 'department',
    unit: 'changtai-environment',
    request_type: 'grievance',
    words: '油烟',
    text: (place) => `${place}楼下烧烤店油烟直接往上排，窗户不敢开。`,
  },
  {
    category: '06001',
    severity: 'blue',
    tier: 'department',
    unit: 'changtai-urban-management',
    request_type: 'report_violation',
    words: '搭建',
    text: (place) => `${place}顶楼住户在露台私自搭建阳光房，材料都堆在楼道里。`,
  },
];
