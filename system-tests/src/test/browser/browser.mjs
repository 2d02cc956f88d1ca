import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = ['serious', 'critical'];

/** A browser with one page, which notes every error, every violation of the policy and every byte. */
export class Browser {
  static async open(executablePath) {
    const process = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    const page = await process.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
    const browser = new Browser(process, page);
    await browser.listen();
    return browser;
  }

  constructor(process, page) {
    this.process = process;
    this.page = page;
    this.errors = [];
    this.sizes = new Map();
  }

  async listen() {
    const { page } = this;
    page.on('console', (message) => message.type() === 'error' && this.errors.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => this.errors.push(`page: ${error.stack ?? error}`));
    await page.exposeFunction('noteViolation', (text) => this.errors.push(`policy: ${text}`));
    await page.addInitScript(() => {
      globalThis.addEventListener('securitypolicyviolation', (event) => {
        globalThis.noteViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    this.protocol = await page.context().newCDPSession(page);
    await this.protocol.send('Network.enable');
    const addresses = new Map();
    this.protocol.on('Network.responseReceived', ({ requestId, response }) => addresses.set(requestId, response.url));
    this.protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const path = new URL(addresses.get(requestId) ?? 'http://unknown/').pathname;
      if (!path.includes('/v1/')) {
        this.sizes.set(path, encodedDataLength);
      }
    });
  }

  /** Bytes of the page's files, with their headers, as they came over the network. */
  get transferred() {
    return [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  /** What axe finds that is serious or critical, as text. */
  async accessibility() {
    await this.page.evaluate(`${axeSource}; undefined`);
    const { violations } = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    return violations
      .filter(({ impact }) => GRAVE.includes(impact))
      .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
  }

  /** By how many pixels the page is wider than the window. */
  overflow() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  close() {
    return this.process.close();
  }
}
