// A fresh copy of a page of the lecture, beside the student's own, which stays as it is.

import { PageConfig } from '@jupyterlab/coreutils';
import type { IMainMenu } from '@jupyterlab/mainmenu';
import type { Contents } from '@jupyterlab/services';
import { warning } from './notice';

const command = 'nexttoken:fresh-copy';

/** What this needs of JupyterLab. */
export interface App {
  commands: {
    addCommand(id: string, options: { label: string; caption: string; execute: () => unknown }): unknown;
    execute(id: string, args: { path: string }): Promise<unknown>;
  };
  shell: { currentWidget: { context?: { path: string } } | null };
  serviceManager: { contents: Contents.IManager };
}

/** Adds the command to the menu File. */
export function addFreshCopy(app: App, menu: IMainMenu): void {
  const caption = 'Puts the lecture’s page beside yours, which stays as it is';
  app.commands.addCommand(command, { label: 'Fresh Copy of This Page', caption, execute: () => tried(app) });
  menu.fileMenu.addGroup([{ command }], 3);
}

async function tried(app: App): Promise<void> {
  try {
    await freshCopy(app);
  } catch (error) {
    warning(`No fresh copy was made (${error}). It needs the network, and room in the browser’s storage.`);
  }
}

async function freshCopy(app: App): Promise<void> {
  const { contents } = app.serviceManager;
  const name = app.shell.currentWidget?.context?.path.replace(/(\.fresh(-\d+)?)?\.ipynb$/, '');
  const page = name && await fetch(new URL(`files/${name}.ipynb`, new URL(PageConfig.getBaseUrl(), location.href)));
  if (!page || !page.ok) {
    warning('Open a page of the lecture first, under the name that the lecture gave it.');
    return;
  }
  let path = `${name}.fresh.ipynb`;
  for (let count = 2; await exists(contents, path); count++) {
    path = `${name}.fresh-${count}.ipynb`;
  }
  await contents.save(path, { type: 'notebook', format: 'json', content: await page.json() });
  await app.commands.execute('docmanager:open', { path });
}

async function exists(contents: Contents.IManager, path: string): Promise<boolean> {
  return contents.get(path, { content: false }).then(() => true, () => false);
}
