export { MapPage as default } from './page';
