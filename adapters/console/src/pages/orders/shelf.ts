import type { Act } from './outbox';

// Keeps what is not yet sent over a reload or a flat battery: IndexedDB of the browser, which takes
// pictures as they are. Where there is none (private windows of some browsers), memory alone.

export interface Shelf {
  load(): Promise<Act[]>;
  save(acts: readonly Act[]): Promise<void>;
}

const databaseName = 'whistle-outbox';
const storeName = 'acts';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(storeName, { keyPath: 'position' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
}

async function load(database: IDBDatabase): Promise<Act[]> {
  const transaction = database.transaction(storeName, 'readonly');
  const rows = transaction.objectStore(storeName).getAll();
  await ended(transaction);
  return (rows.result as { position: number; act: Act }[]).map((row) => row.act);
}

async function save(database: IDBDatabase, acts: readonly Act[]): Promise<void> {
  const transaction = database.transaction(storeName, 'readwrite');
  const store = transaction.objectStore(storeName);
  store.clear();
  acts.forEach((act, position) => store.put({ position, act }));
  await ended(transaction);
}

export function memoryShelf(): Shelf {
  let kept: Act[] = [];
  return {
    load: async () => kept,
    save: async (acts) => void (kept = [...acts]),
  };
}

export async function openShelf(): Promise<Shelf> {
  try {
    const database = await opened();
    return { load: () => load(database), save: (acts) => save(database, acts) };
  } catch {
    return memoryShelf();
  }
}
