import { place } from '../../route';
import { CasePage } from './case_page';
import { SearchPage } from './search_page';

export default function CasesPage() {
  const { id } = place.value;
  return id ? <CasePage key={id} id={id} /> : <SearchPage />;
}
