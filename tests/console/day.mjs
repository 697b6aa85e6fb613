// A day in the console, with a real gateway and a real engine on a driven clock: a complaint comes in
// at a seat, the board moves by itself, a worker does the work, the centre asks the resident, what
// nobody takes up climbs, a street blows the whistle, and the month is counted.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openWindow, options, signIn, startBrowser, visit } from './browser.mjs';

const chosen = options({
  base: 'http://127.0.0.1:8080',
  password: 'whistle-demo',
  out: 'build/console-pictures',
  whistle: 'build/dev/bin/whistle', // the command line, to let time pass
  admin: '',
});
const wide = { viewport: { width: 1440, height: 900 } };
const hour = 3_600_000;

mkdirSync(chosen.out, { recursive: true });
const browser = await startBrowser();
const faults = [];
let passed = 0;

async function step(what, page, does) {
  try {
    await does();
    passed += 1;
    console.log(`ok     ${what}`);
  } catch (caught) {
    faults.push(`${what}: ${String(caught).split('\n')[0]}`);
    console.log(`FAILED ${what}`);
    await page.screenshot({ path: join(chosen.out, `day-fault-${faults.length}.png`) });
  }
}

async function person(name) {
  const found = [];
  const page = await openWindow(browser, chosen.base, wide, found);
  page.setDefaultTimeout(20_000);
  await signIn(page, chosen.base, name, chosen.password);
  // The browser reports the answer to who was not signed in yet; anything else is a fault.
  page.faults = () => found.filter((fault) => !fault.includes('401'));
  return page;
}

const picture = (page, name) => page.screenshot({ path: join(chosen.out, `day-${name}.png`) });

// Lets the engine's time pass, alarms and all.
let time = Date.parse('2026-03-11T09:00:00+08:00');
function advance(ms) {
  time += ms;
  const at = new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
  execFileSync(chosen.whistle, ['--admin', chosen.admin, '--at', at, 'advance', at], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

// Presses a button, says what the dialog asks for, and sends it.
async function act(page, name, fill, within = '.acts') {
  await page.locator(within).getByRole('button', { name, exact: true }).click();
  const dialog = page.locator('dialog[open]');
  await fill?.(dialog);
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'hidden' });
}

async function fileAtSeat(seat, text) {
  await visit(seat, '/cases'); // leaves the receipt of the one before
  await visit(seat, '/intake');
  await seat.locator('textarea').first().fill(text);
  await seat.locator('.proposal-rows').waitFor();
  await picture(seat, 'intake');
  await seat.locator('form.intake button[type=submit]').click();
  await seat.locator('.receipt').waitFor();
}

try {
  const seat = await person('zuoxi');
  const chief = await person('zhuren');
  const worker = await person('wangge');
  await visit(chief, '/board');

  await step('a seat types a complaint, sees what it is, and files it', seat, async () => {
    await fileAtSeat(seat, '榕荫里小区3号楼楼道堆了很多杂物，几天了没人清理');
    await picture(seat, 'receipt');
  });
  let href = '';
  await step('the board shows it without being asked', chief, async () => {
    const card = chief.locator('.board a.card').first();
    await card.waitFor();
    href = await card.getAttribute('href');
    await picture(chief, 'board');
  });
  await step('a worker takes it, and finishes it', worker, async () => {
    await visit(worker, href);
    await act(worker, '领取');
    await act(worker, '已联系诉求人', (dialog) => dialog.locator('textarea').fill('已电话联系'));
    await act(worker, '已到现场');
    await act(worker, '办理完毕', async (dialog) => {
      await dialog.locator('select').selectOption('solved');
      await dialog.locator('textarea').fill('杂物已清运');
    });
    await picture(worker, 'case');
  });
  await step('the centre checks it, and the resident is content', chief, async () => {
    await visit(chief, href);
    await act(chief, '核查', async (dialog) => {
      await dialog.locator('input[type=checkbox]').check();
    });
    await act(chief, '回访', async (dialog) => {
      await dialog.locator('select').nth(0).selectOption('solved');
      await dialog.locator('select').nth(1).selectOption('very_satisfied');
    });
    await chief.locator('.page-head', { hasText: '已办结' }).waitFor();
    await picture(chief, 'closed');
  });
  await step('what nobody takes up climbs, and the stream tells it', chief, async () => {
    await fileAtSeat(seat, '武馨家园小区2号楼楼道灯不亮，老人夜里摔了一跤');
    await visit(chief, '/escalations');
    for (let days = 0; days < 4; ++days) advance(24 * hour);
    await chief.locator('.happening').first().waitFor();
    await picture(chief, 'escalations');
  });
  await step('a street blows the whistle, and a department reports in', chief, async () => {
    await visit(chief, '/whistles');
    const blow = async (dialog) => {
      await dialog.getByLabel('吹哨单位').selectOption('street-wuan');
      await dialog.getByLabel('应哨单位').fill('供水公司');
      await dialog.getByLabel('应哨单位').press('Enter');
      await dialog.locator('.chips', { hasText: '牵头单位' }).waitFor();
      await dialog.getByLabel('任务').fill('供水管网巡查');
    };
    await act(chief, '吹哨', blow, '.whistles-page');
    await chief.locator('.whistle', { hasText: '供水管网巡查' }).waitFor();
    await visit(worker, '/whistles');
    await act(worker, '应哨', undefined, '.whistle-unit');
    const arrive = (dialog) => dialog.locator('textarea').fill('两人到场');
    await act(worker, '报到', arrive, '.whistle-unit');
    await chief.locator('.whistle .note', { hasText: '两人到场' }).waitFor();
    await picture(chief, 'whistles');
  });
  await step('the month is counted', chief, async () => {
    await visit(chief, '/scoreboard');
    await chief.locator('.score-page tbody tr').first().waitFor();
    await picture(chief, 'scoreboard');
  });
  await step('nothing went wrong in any window', chief, async () => {
    const all = [seat, chief, worker].flatMap((page) => page.faults());
    if (all.length > 0) throw new Error(all.join(' | '));
  });
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
console.log(`${passed} passed, ${faults.length} failed`);
process.exitCode = faults.length > 0 ? 1 : 0;
