export { ScoreboardPage as default } from './page';
