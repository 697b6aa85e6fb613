import { render } from 'preact';
import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import './style/live.css';
import './pages/pages.css';
import { App } from './app';
import { resumeSession } from './api/session';
import { follow } from './route';
import { initTheme } from './theme';
import { language, setLanguage } from './words';

initTheme();
setLanguage(language.value);
follow();
// Without an answer the page for signing in says what is wrong.
await resumeSession().catch(() => false);
render(<App />, document.body);
