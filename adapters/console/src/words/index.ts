import { signal } from '@preact/signals';
import { frame as enFrame } from './en/frame';
import * as enLive from './en/live';
import { frame as zhFrame } from './zh/frame';
import * as zhLive from './zh/live';

// Every text of the console. English is complete or does not compile.

const zh = { frame: zhFrame, ...zhLive };
const en: typeof zh = { frame: enFrame, ...enLive };

export type Language = 'zh' | 'en';

function chosen(): Language {
  // Tests of what pages compute run without a browser.
  if (typeof location === 'undefined') return 'zh';
  const asked = new URLSearchParams(location.search).get('lang') ?? stored('language');
  return asked === 'en' ? 'en' : 'zh';
}

// A browser may refuse to keep anything.
export function stored(name: string): string | null {
  try {
    return localStorage.getItem(`whistle.${name}`);
  } catch {
    return null;
  }
}

export function store(name: string, value: string): void {
  try {
    localStorage.setItem(`whistle.${name}`, value);
  } catch {
    // Then it is asked for again next time.
  }
}

export const language = signal<Language>(chosen());
export const useLanguage = (): Language => language.value;
export const useTexts = (): typeof zh => (language.value === 'en' ? en : zh);

export function setLanguage(next: Language): void {
  language.value = next;
  store('language', next);
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN';
}
