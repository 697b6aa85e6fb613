import { signal } from '@preact/signals';
import { store, stored } from './words';

// Light or dark: as the computer has it, until somebody chooses.

const system = window.matchMedia('(prefers-color-scheme: dark)');
export const dark = signal(false);

export function initTheme(): void {
  const chosen = stored('theme');
  apply(chosen ? chosen === 'dark' : system.matches);
  system.addEventListener('change', () => {
    if (!stored('theme')) apply(system.matches);
  });
}

export function toggleTheme(): void {
  apply(!dark.value);
  store('theme', dark.value ? 'dark' : 'light');
}

function apply(next: boolean): void {
  dark.value = next;
  document.documentElement.dataset['theme'] = next ? 'dark' : 'light';
}
