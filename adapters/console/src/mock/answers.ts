import { caseOf, propose, Refused, submit, verb, wish } from './acts';
import { beginWhatIf, packs, planOf, whatIfOf } from './candidates';
import { boardOf, casesOf, queuesOf, scoreboardOf } from './queries';
import { registersOf } from './registers';
import { mapOf, rulesOf } from './rules';
import { explanationOf } from './story';
import type { World } from './world';

// The routes of /api/v1, each with what it says.

export interface Asked {
  method: string;
  path: string; // behind /api/v1/
  query: URLSearchParams;
  body: Record<string, unknown>;
}

export const people: Record<string, { title: string; roles: string[]; units: string[] }> = {
  zhuren: { title: '值班主任 林秀琴', roles: ['supervisor', 'dispatcher'], units: [] },
  zuoxi: { title: '坐席 何雅雯', roles: ['intake'], units: [] },
  wangge: {
    title: '网格员 陈建国',
    roles: ['worker'],
    units: ['grid-350605100001001', 'compound-350605100001001'],
  },
};

const personOf = (name: string) => ({ name, areas: [], ...people[name] });

function complaintsOf(world: World, id: string): unknown {
  caseOf(world, id);
  return {
    complaints: (world.complaints.get(id) ?? []).map((complaint) => ({
      complaint_id: complaint.id,
      case_id: id,
      disposition: 'filed',
      decline_ground: '',
      received_at_ms: String(complaint.received_ms),
      complaint: {
        source: 'hotline',
        external_id: `ct-${complaint.id}`,
        channel: complaint.channel,
        subject: complaint.subject,
        text: complaint.text,
        address: '',
        media_urls: [],
        attributes: [],
      },
      answered: '',
    })),
  };
}

function withText(world: World, id: string): unknown {
  const complaint = world.complaints.get(id)?.[0];
  const item = caseOf(world, id);
  return { case: { ...item, subject: complaint?.subject ?? '', text: complaint?.text ?? '' } };
}

function grantsOf(world: World, units: string[], worker: string): unknown {
  const grants = [...world.cases.values()]
    .filter((item) => units.includes(item.unit) && item.worker === worker)
    .filter((item) => item.status !== 'closed')
    .map((item) => ({
      case: item,
      token: String(world.tokens.get(item.case_id) ?? 0),
      until_ms: '0',
      receive_by_ms: '0',
    }));
  return { grants, granted: '0' };
}

function pull(world: World, body: Record<string, unknown>): unknown {
  const units = [body['unit'], ...((body['more_units'] as string[] | undefined) ?? [])];
  const item = [...world.cases.values()].find(
    (candidate) => candidate.status === 'dispatched' && units.includes(candidate.unit),
  );
  if (!item) return { grants: [], granted: '0' };
  const token = world.sign(item, String(body['worker'] ?? ''), world.now());
  return {
    grants: [{ case: item, token: String(token), until_ms: '0', receive_by_ms: '0' }],
    granted: '0',
  };
}

function read(world: World, { path, query }: Asked, who: string): unknown {
  const [head = '', id = '', more = ''] = path.split('/').map(decodeURIComponent);
  switch (head) {
    case 'session':
      return { person: personOf(who), csrf_token: 'mock' };
    case 'cases':
      if (!id) return casesOf(world, query);
      if (more === 'explanation') return explanationOf(caseOf(world, id), world);
      if (more === 'complaints') return complaintsOf(world, id);
      return query.get('with_text') ? withText(world, id) : { case: caseOf(world, id) };
    case 'board':
      return boardOf(world);
    case 'queues':
      return queuesOf(world, query);
    case 'holdings':
      return grantsOf(world, [query.get('unit') ?? ''], query.get('worker') ?? '');
    case 'scoreboard':
      return scoreboardOf(world, query);
    case 'map':
      return mapOf(world);
    case 'registers':
      return registersOf(world, id, query);
    case 'agenda':
      return { meets_at_ms: '0', items: [], more: false };
    case 'status':
      return {
        open_cases: String([...world.cases.values()].filter((c) => c.status !== 'closed').length),
        head_sequence: String(world.sequence),
        time_ms: String(world.now()),
      };
    case 'what-ifs':
      return whatIfOf(id, Date.now());
    case 'rules':
      if (id === 'packs') return { packs };
      if (id === 'file') return world.pack.files.find((f) => f.name === query.get('name'))?.text ?? '';
      return rulesOf(world);
    default:
      throw new Refused(404, 'NOT_FOUND', path);
  }
}

function write(world: World, { path, body }: Asked, who: string): unknown {
  const [head = '', id = '', more = ''] = path.split('/').map(decodeURIComponent);
  switch (head) {
    case 'session':
      if (!people[String(body['name'])] || body['password'] !== 'whistle') {
        throw new Refused(401, 'WRONG_PASSWORD');
      }
      return { person: personOf(String(body['name'])), csrf_token: 'mock' };
    case 'cases':
      return verb(world, id, more, body, who);
    case 'wishes':
      return wish(world, id, body, who);
    case 'complaints':
      return submit(world);
    case 'proposals':
      return propose(world, body);
    case 'plans':
      return planOf(world, body['pack']);
    case 'what-ifs':
      return beginWhatIf(body['pack'], Date.now());
    case 'pulls':
      return pull(world, body);
    case 'receipts':
      return { leases: [] };
    case 'attachments':
      return { digest: 'ab'.repeat(32), url: `/api/v1/attachments/${'ab'.repeat(32)}` };
    default:
      throw new Refused(404, 'NOT_FOUND', path);
  }
}

// What the gateway would say; throws Refused.
export function answer(world: World, asked: Asked, who: string): unknown {
  const signingIn = asked.path === 'session' && asked.method === 'POST';
  if (!people[who] && !signingIn) throw new Refused(401, 'NOT_SIGNED_IN');
  return asked.method === 'GET' ? read(world, asked, who) : write(world, asked, who);
}
