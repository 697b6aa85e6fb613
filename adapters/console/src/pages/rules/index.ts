export { RulesPage as default } from './page';
