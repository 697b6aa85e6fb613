// What the pages take from the frame of the console, in one place.
import { en } from '../words/en/pages';
import { zh } from '../words/zh/pages';
import { language } from '../words';

export { get, newKey, post, postBlob } from '../api/client';
export { Problem } from '../api/problem';
export { me, person, type Person } from '../api/session';
export {
  Badge,
  ConfirmDialog,
  Dialog,
  EmptyState,
  Field,
  Loading,
  PageHead,
  ProblemNote,
  SeverityBadge,
} from '../parts/basics';
export { Countdown, Time } from '../parts/time';
export { go, hrefOf } from '../route';
export { nowMs } from '../time/engine_clock';
export { language, useLanguage } from '../words';
export { useAsked, useOnline, useSending, useTicks } from './asking';
export { printPage, saveFile } from './output';

export const words = (): typeof zh => (language.value === 'en' ? en : zh);
export const useWords = words;
export const colon = (): string => (language.value === 'en' ? ': ' : '：');
