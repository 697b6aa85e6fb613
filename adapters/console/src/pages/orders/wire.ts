import { newKey, post, Problem, postBlob } from '../frame';
import type { Answer, Wire } from './sending';

// The gateway, as the outbox sees it: an answer or none, never an exception.

async function answered(send: () => Promise<unknown>): Promise<Answer> {
  try {
    return { status: 200, body: await send(), why: '' };
  } catch (caught) {
    if (!(caught instanceof Problem)) return { status: 0, body: undefined, why: String(caught) };
    return {
      status: caught.status,
      body: undefined,
      why: caught.detail || caught.reason,
      retry_after_ms: caught.retry_after_ms,
    };
  }
}

export const wire: Wire = {
  post: (path, body, key) => answered(() => post(path, JSON.parse(body), { key })),
  upload: (photo) => answered(() => postBlob('/api/v1/attachments', photo)),
};

export { newKey };
