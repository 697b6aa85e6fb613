export { IntakePage as default } from './page';
