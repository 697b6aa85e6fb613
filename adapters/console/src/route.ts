import { signal } from '@preact/signals';

// Where in the console somebody is: the address bar, and nothing else.

export const place = signal(readPlace());

export interface Place {
  page: string; // board, cases ...
  id: string; // of /cases/17; else empty
  query: URLSearchParams;
}

function readPlace(): Place {
  // Tests of what pages compute run without a browser.
  if (typeof location === 'undefined') return { page: 'board', id: '', query: new URLSearchParams() };
  const [page = '', id = ''] = location.pathname.split('/').filter(Boolean).map(decoded);
  return { page: page || 'board', id, query: new URLSearchParams(location.search) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function go(href: string): void {
  history.pushState(null, '', href);
  place.value = readPlace();
  window.scrollTo(0, 0);
  // Who cannot see is told where they are.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('h1')?.focus());
}

export function follow(): void {
  window.addEventListener('popstate', () => (place.value = readPlace()));
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey) return;
    const link = (event.target as Element).closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) {
      return;
    }
    if (link.pathname.startsWith('/api/') || link.hash) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

export const hrefOf = (page: string, query: Record<string, string> = {}): string => {
  if (page === 'case') return `/cases/${query['id']}`;
  const search = new URLSearchParams(query).toString();
  return search ? `/${page}?${search}` : `/${page}`;
};
