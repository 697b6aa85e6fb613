// Looks at every page, light and dark, on a phone and in English; leaves pictures and says what is
// wrong. `node tests/console/look.mjs --base=.. --name=.. --password=.. --out=..`
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  accessibilityFaults,
  openWindow,
  options,
  overflow,
  signIn,
  startBrowser,
  visit,
} from './browser.mjs';

const chosen = options({
  base: 'http://127.0.0.1:5173',
  name: 'zhuren',
  password: 'whistle',
  out: 'build/console-pictures',
  looks: 'light,dark,phone,phone-dark,english,paper',
  pages: 'all',
});

const wide = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };
const looks = {
  light: { viewport: wide },
  dark: { viewport: wide, dark: true },
  phone: { viewport: phone },
  'phone-dark': { viewport: phone, dark: true },
  english: { viewport: wide, english: true },
  // A sheet lying, by what its margins leave; white also where the screen is dark.
  paper: { viewport: { width: 1030, height: 720 }, dark: true, paper: true },
};

// The paths of the pages this person has, and of one case.
async function pathsOf(page) {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('nav.pages a')].map((link) => link.getAttribute('href')),
  );
  const cases = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/cases?open=true&order=most_urgent&page_size=1');
    return answer.ok ? (await answer.json()).cases : [];
  });
  return [...found, ...cases.map((item) => `/cases/${item.case_id}`)];
}

const nameOf = (path) => path.slice(1).replace(/^cases\/\d+$/, 'case');

async function lookAt(page, path, lookName, faults) {
  await visit(page, path);
  await page.waitForTimeout(700); // charts and the first events
  const { paper } = looks[lookName];
  if (paper) await page.emulateMedia({ media: 'print' });
  const name = `${nameOf(path)}-${lookName}`;
  await page.screenshot({ path: join(chosen.out, `${name}.png`) });
  if (nameOf(path) === 'case' || paper || lookName.startsWith('phone')) {
    await page.screenshot({ path: join(chosen.out, `${name}-whole.png`), fullPage: true });
  }
  for (const fault of await accessibilityFaults(page)) faults.push(`${name}: ${fault}`);
  const wider = await overflow(page);
  if (wider > 0) faults.push(`${name}: ${wider} px wider than the window`);
  if (paper) await page.emulateMedia({ media: 'screen' });
}

mkdirSync(chosen.out, { recursive: true });
const browser = await startBrowser();
const faults = [];
let pictures = 0;
try {
  for (const lookName of chosen.looks.split(',')) {
    const found = [];
    const page = await openWindow(browser, chosen.base, looks[lookName], found);
    await page.goto(chosen.base);
    await page.locator('input[type=password]').waitFor();
    await page.screenshot({ path: join(chosen.out, `signin-${lookName}.png`) });
    for (const fault of await accessibilityFaults(page)) found.push(`signin: ${fault}`);
    // Nobody is signed in yet, and the browser reports that answer.
    const expected = found.splice(0).filter((fault) => !fault.includes('401'));
    await signIn(page, chosen.base, chosen.name, chosen.password);
    for (let i = found.length; i--; ) if (found[i].includes('401')) found.splice(i, 1);
    for (const path of await pathsOf(page)) {
      if (chosen.pages !== 'all' && !chosen.pages.split(',').includes(nameOf(path))) continue;
      try {
        await lookAt(page, path, lookName, found);
        pictures += 1;
      } catch (caught) {
        found.push(`${nameOf(path)}-${lookName}: ${String(caught).split('\n')[0]}`);
        await page.screenshot({ path: join(chosen.out, `${nameOf(path)}-${lookName}-fault.png`) });
      }
    }
    faults.push(...[...expected, ...found].map((fault) => `${lookName}: ${fault}`));
    await page.context().close();
  }
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
console.log(`${pictures} pages looked at, ${faults.length} faults, pictures in ${chosen.out}`);
process.exitCode = faults.length > 0 ? 1 : 0;
