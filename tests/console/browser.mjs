// A browser for the console's tests: Debian's Chromium, driven by playwright-core from the packages
// of adapters/console. It speaks to one address only.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const packages = createRequire(new URL('../../adapters/console/package.json', import.meta.url));
const { chromium } = packages('playwright-core');
const axeSource = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');

export function options(defaults) {
  const chosen = { ...defaults };
  for (const argument of process.argv.slice(2)) {
    const [, name, value] = /^--([a-z-]+)=(.*)$/.exec(argument) ?? [];
    if (!name || !(name in defaults)) {
      const known = Object.keys(defaults).map((each) => `--${each}=`);
      console.error(`${argument}: unknown; known are ${known.join(' ')}`);
      process.exit(2);
    }
    chosen[name] = value;
  }
  return chosen;
}

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// A window of its own. What goes wrong in it is added to `faults`: errors on the console,
// exceptions, requests to anybody but `base`.
export async function openWindow(browser, base, look, faults) {
  const context = await browser.newContext({
    viewport: look.viewport,
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: look.english ? 'en-GB' : 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await context.addInitScript(
    (language) => localStorage.setItem('whistle.language', language),
    look.english ? 'en' : 'zh',
  );
  const page = await context.newPage();
  const origin = new URL(base).origin;
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${place(page)}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${place(page)}: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) {
      faults.push(`${place(page)}: asked ${url.origin}`);
    }
  });
  return page;
}

export const place = (page) => new URL(page.url(), 'http://none').pathname;

export async function signIn(page, base, name, password) {
  await page.goto(base);
  await page.locator('input[autocomplete=username]').fill(name);
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.locator('nav.pages a').first().waitFor();
}

// Goes by the page's own way, so that the connection for events stays.
export async function visit(page, path) {
  await page.evaluate((href) => {
    const link = document.createElement('a');
    link.href = href;
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
  // Not waitForFunction: it evaluates text, which the gateway's policy forbids.
  await page.locator('main h1').first().waitFor();
  await page.locator('main .loading').waitFor({ state: 'hidden' });
}

// Serious and critical violations, each with the first element that has it.
export async function accessibilityFaults(page) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    });
    return result.violations
      .filter((violation) => ['serious', 'critical'].includes(violation.impact))
      .map((violation) => {
        const [node] = violation.nodes;
        const where = `${node.target.join(' ')} ${node.html.slice(0, 160)}`;
        const why = node.any[0]?.message ?? '';
        return `${violation.id} (${violation.nodes.length}): ${where} ${why}`;
      });
  });
  return violations;
}

// By how many pixels the page is wider than its window.
export const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
