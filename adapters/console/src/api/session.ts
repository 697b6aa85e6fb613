import { signal } from '@preact/signals';
import { get, post, remove, setCsrfToken, signedOut } from './client';
import { Problem } from './problem';

// Who is signed in. What they may do the engine decides; pages only hide what would be refused.

export interface Person {
  name: string;
  title: string;
  roles: string[];
  areas: string[];
  units: string[];
}

interface Session {
  person: Person;
  csrf_token: string;
}

export const person = signal<Person | undefined>(undefined);
export const me = (): Person | undefined => person.value;

export const hasRole = (...roles: string[]): boolean =>
  roles.some((role) => person.value?.roles.includes(role));

function begin(session: Session): void {
  setCsrfToken(session.csrf_token);
  signedOut.value = false;
  person.value = session.person;
}

// True when the cookie of this browser still stands for somebody.
export async function resumeSession(): Promise<boolean> {
  try {
    begin(await get<Session>('/api/v1/session'));
    return true;
  } catch (caught) {
    if (caught instanceof Problem && caught.status === 401) return false;
    throw caught;
  }
}

export async function signIn(name: string, password: string): Promise<void> {
  begin(await post<Session>('/api/v1/session', { name, password }));
}

export async function signOut(): Promise<void> {
  await remove('/api/v1/session').catch(() => undefined);
  person.value = undefined;
}
