// Runs a page of the site in Firefox, by WebDriver BiDi, and prints the notebook as it is then:
// node firefox.mjs ADDRESS

import { launch } from 'puppeteer-core';

const quietFor = 2000; // in milliseconds: between two cells, a busy machine looks quiet for a moment

/** Whether the kernel is connected and no cell has run or waited for a time. */
function isQuiet(quietFor) {
  const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
  const quiet = session?.isReady && session.session?.kernel?.status === 'idle' &&
    [...document.querySelectorAll('.jp-InputPrompt')].every(prompt => prompt.textContent.trim() !== '[*]:');
  window.quietSince = quiet ? window.quietSince ?? performance.now() : undefined;
  return quiet && performance.now() - window.quietSince > quietFor;
}

const browser = await launch({ browser: 'firefox', executablePath: process.env.FIREFOX, headless: true });
try {
  const page = await browser.newPage();
  const untilQuiet = () => page.waitForFunction(isQuiet, { polling: 300, timeout: 600_000 }, quietFor);
  await page.goto(process.argv[2]);
  await untilQuiet();
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('notebook:run-all-cells');
    window.quietSince = undefined;
  });
  await untilQuiet();
  console.log(await page.evaluate(() =>
    JSON.stringify(window.jupyterapp.shell.currentWidget.context.model.toJSON())));
} finally {
  await browser.close();
}
