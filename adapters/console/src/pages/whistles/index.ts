export { WhistlesPage as default } from './page';
