// What the seat has typed and corrected, and the complaint that it comes to.

export interface Draft {
  text: string;
  channel: string;
  request_type: string;
  requester_name: string;
  requester_kind: string;
  phone: string; // sent, never kept
  address: string;
  category: string; // '' as proposed
  area_code: string; // '' as proposed
  condition: string;
  answered: string;
  attributes: Record<string, string[]>;
}

export const emptyDraft = (): Draft => ({
  text: '',
  channel: 'phone',
  request_type: '',
  requester_name: '',
  requester_kind: 'person',
  phone: '',
  address: '',
  category: '',
  area_code: '',
  condition: '',
  answered: '',
  attributes: {},
});

export interface ComplaintBody {
  channel: string;
  text: string;
  occurred_at_ms?: string;
  request_type?: string;
  requester_name?: string;
  requester_kind?: string;
  phone?: string;
  address?: string;
  category?: string;
  area_code?: string;
  condition?: string;
  answered?: string;
  attributes?: { code: string; values: string[] }[];
}

// Of the categories that are corrected by hand only the attributes they ask for are sent.
export function complaintOf(draft: Draft, asked: readonly string[]): ComplaintBody {
  const body: ComplaintBody = { channel: draft.channel, text: draft.text.trim() };
  const optional = [
    'request_type',
    'requester_name',
    'phone',
    'address',
    'category',
    'area_code',
    'condition',
    'answered',
  ] as const;
  for (const name of optional) {
    const value = draft[name].trim();
    if (value) body[name] = value;
  }
  if (draft.requester_kind !== 'person') body.requester_kind = draft.requester_kind;
  const attributes = asked
    .map((code) => ({
      code,
      values: (draft.attributes[code] ?? []).filter((value) => value !== ''),
    }))
    .filter((attribute) => attribute.values.length > 0);
  if (attributes.length > 0) body.attributes = attributes;
  return body;
}

// For a proposal: without who asks, which changes nothing and need not travel.
export function proposalOf(draft: Draft): ComplaintBody {
  const {
    requester_name: _name,
    phone: _phone,
    answered: _answered,
    ...body
  } = complaintOf(draft, []);
  return body;
}

// Eleven digits of a mobile, or a landline with its area code; spaces and dashes do not matter.
export function isPhone(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) || /^0\d{2,3}\d{7,8}$/.test(digits);
}
