export { OrdersPage as default } from './page';
