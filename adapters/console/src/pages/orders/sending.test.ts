import { describe, expect, test } from 'vitest';
import type { Act } from './outbox';
import { outcomeOf, sendAct, type Answer, type Hands, type Wire } from './sending';

const act = (over: Partial<Act>): Act => ({
  key: 'k1',
  person: 'chen',
  case_id: '35',
  verb: 'arrive',
  fields: {},
  done_ms: 0,
  attempts: 0,
  next_ms: 0,
  state: 'waiting',
  ...over,
});

const hands: Hands = { worker: 'chen', unit: 'grid-1', tokenOf: () => '77' };
const done: Answer = { status: 200, body: { token: '0' }, why: '' };
const lost: Answer = { status: 0, body: undefined, why: '' };

function wireOf(posts: Answer[], uploads: Answer[] = []) {
  const sent: string[][] = [];
  const wire: Wire = {
    post: async (path, body, key) => {
      sent.push([path, body, key]);
      return posts.shift() ?? done;
    },
    upload: async (photo) => {
      sent.push(['upload', String(photo.size)]);
      return uploads.shift() ?? done;
    },
  };
  return { wire, sent };
}

describe('an act on its way', () => {
  test('given an arrival, then it carries the token and who it is', async () => {
    const { wire, sent } = wireOf([done]);
    await sendAct(act({ fields: { note: '到了' } }), hands, wire, async () => undefined);
    expect(sent).toEqual([
      ['/api/v1/cases/35/arrive', '{"token":"77","worker":"chen","note":"到了"}', 'k1'],
    ]);
  });

  test('given a lost answer, then the very same bytes go out again, whatever the token is', async () => {
    const { wire, sent } = wireOf([lost, done]);
    let kept = act({});
    const keep = async (changed: Act): Promise<void> => void (kept = changed);
    const first = await sendAct(kept, hands, wire, keep);
    expect(first.outcome.kind).toBe('away');
    await sendAct(kept, { ...hands, tokenOf: () => '78' }, wire, keep);
    expect(sent[1]).toEqual(sent[0]);
  });

  test('given a photo, then it is uploaded once and named by its digest', async () => {
    const { wire, sent } = wireOf([lost, done], [{ ...done, body: { digest: 'abcd' } }]);
    let kept = act({ verb: 'photo', photo: new Blob(['123']) });
    const keep = async (changed: Act): Promise<void> => void (kept = changed);
    await sendAct(kept, hands, wire, keep);
    await sendAct(kept, hands, wire, keep);
    expect(sent.map(([path]) => path)).toEqual([
      'upload',
      '/api/v1/wishes/add_evidence',
      '/api/v1/wishes/add_evidence',
    ]);
    expect(JSON.parse(sent[1]?.[1] ?? '')).toMatchObject({ id: '35', digest: 'abcd', token: '77' });
  });

  test('given the photo cannot be uploaded, then nothing is said of it', async () => {
    const { wire, sent } = wireOf([], [lost]);
    const photo = act({ verb: 'photo', photo: new Blob(['1']) });
    const { outcome } = await sendAct(photo, hands, wire, async () => undefined);
    expect(outcome.kind).toBe('away');
    expect(sent).toHaveLength(1);
  });

  test('given a return, then it is a wish of the unit', async () => {
    const { wire, sent } = wireOf([done]);
    const fields = { reason: '不属本单位', suggested: 'changtai-gas' };
    await sendAct(act({ verb: 'return', fields }), hands, wire, async () => undefined);
    expect(sent[0]?.[0]).toBe('/api/v1/wishes/return_order');
    expect(JSON.parse(sent[0]?.[1] ?? '')).toEqual({
      id: '35',
      unit: 'grid-1',
      worker: 'chen',
      ...fields,
    });
  });

  test('given answers, then those that may come right later are tried again', () => {
    const kinds = [200, 0, 429, 503, 504, 401, 409, 403, 400].map(
      (status) => outcomeOf({ status, body: undefined, why: 'x' }).kind,
    );
    expect(kinds).toEqual([
      'done', 'away', 'away', 'away', 'away', 'away', 'refused', 'refused', 'refused',
    ]);
  });
});
