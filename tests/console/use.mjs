// Uses the console as a supervisor does, by keyboard where it can be: the board, the help, a case,
// a wish with its confirmation, the stream. Reads and changes what `base` has: for a made-up city, or
// a demonstration.
import {
  accessibilityFaults,
  openWindow,
  options,
  place,
  signIn,
  startBrowser,
  visit,
} from './browser.mjs';

const chosen = options({ base: 'http://127.0.0.1:5173', name: 'zhuren', password: 'whistle' });
const faults = [];
let passed = 0;

async function step(what, does) {
  try {
    const wrong = await does();
    if (wrong) throw new Error(wrong);
    passed += 1;
  } catch (caught) {
    faults.push(`${what}: ${String(caught).split('\n')[0]}`);
  }
}

const browser = await startBrowser();
try {
  const look = { viewport: { width: 1440, height: 900 } };
  const page = await openWindow(browser, chosen.base, look, faults);
  page.setDefaultTimeout(8_000);
  await page.goto(chosen.base);

  await step('a wrong password is told, and nothing else happens', async () => {
    await page.locator('input[autocomplete=username]').fill(chosen.name);
    await page.locator('input[type=password]').fill(`${chosen.password}?`);
    await page.locator('form button[type=submit]').click();
    await page.locator('[role=alert]').waitFor();
  });
  await step('a person signs in', () => signIn(page, chosen.base, chosen.name, chosen.password));
  // The browser itself reports the answers to who is not signed in.
  for (let i = faults.length; i--; ) if (faults[i].includes('401')) faults.splice(i, 1);

  await step('the board shows cases', async () => {
    await visit(page, '/board');
    await page.locator('.board a.card').first().waitFor();
  });
  await step('a colour narrows the board to it', async () => {
    await page.locator('.segmented .is-red').click();
    await page.locator('.segmented .is-red[aria-pressed=true]').waitFor();
    if ((await page.locator('.board a.card:not(.is-red)').count()) > 0) return 'other colours stay';
    await page.locator('.segmented button').first().click();
  });
  await step('the question mark opens the help, Escape closes it', async () => {
    await page.keyboard.press('?');
    await page.locator('dialog.help').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog.help').waitFor({ state: 'hidden' });
  });
  await step('arrows move over the board, Enter opens the case', async () => {
    await page.locator('body').click({ position: { x: 700, y: 130 } });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.locator('.card.is-focused').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.case-page').waitFor();
    if (!/^\/cases\/\d+$/.test(place(page))) return `stands at ${place(page)}`;
  });
  await step('words that findings rest on are marked', () =>
    page.locator('.complaint-text mark').first().waitFor(),
  );
  await step('a wish asks for its reason, and is told in the story', async () => {
    const before = await page.locator('.story li').count();
    await page.getByRole('button', { name: '督办', exact: true }).click();
    await page.locator('dialog[open] select').selectOption('supervised');
    await page.locator('dialog[open] textarea').fill('<b>请今天下班前报进展</b>');
    for (const fault of await accessibilityFaults(page)) faults.push(`dialog: ${fault}`);
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('dialog[open]').waitFor({ state: 'hidden' });
    await page.locator('.story li').nth(before).waitFor();
    if ((await page.locator('.story b').count()) > 0) return 'what was written became HTML';
  });
  await step('the way back leads to the board', async () => {
    await page.goBack();
    await page.locator('.board').waitFor();
  });
  await step('the slash leads to the search, which finds', async () => {
    await page.locator('body').click({ position: { x: 700, y: 130 } });
    await page.keyboard.press('/');
    await page.locator('.search-form').waitFor();
    await page.locator('.search-form input[type=search]').fill('电梯');
    await page.locator('.search-form button[type=submit]').click();
    await page.locator('tbody tr').first().waitFor();
  });
  await step('who leaves sees nothing any more', async () => {
    await page.getByRole('button', { name: '退出' }).click();
    await page.locator('input[type=password]').waitFor();
  });
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
console.log(`${passed} passed, ${faults.length} failed`);
process.exitCode = faults.length > 0 ? 1 : 0;
