// The extension of JupyterLite: it adds the Go kernel.

import { PageConfig } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { IKernelClient, IKernelSpecs, type IKernel } from '@jupyterlite/services';
import { Files } from './files';
import { addFreshCopy, type App } from './fresh';
import { GoKernel } from './kernel';
import type { Progress } from './messages';
import { notice, warning } from './notice';
import { keep } from './offline';
import { Toolchain } from './toolchain';

/** The pages name this kernel, here as in JupyterLab. */
const name = 'gonb', displayName = 'Go (GoNB)';

function activate(app: App & { restored: Promise<void> }, specs: IKernelSpecs, client: IKernelClient, menu: IMainMenu):
  void {
  const folder = new URL('go/', new URL(PageConfig.getBaseUrl(), location.href)).href;
  const kernels = new Map<string, GoKernel>();
  const files = new Files(app.serviceManager.contents);
  let toolchain: Toolchain | undefined; // one for all notebooks
  files.failed = warning;
  const missing = ['DecompressionStream', 'WebAssembly', 'indexedDB'].filter(name => !(name in globalThis));
  if (missing.length > 0) {
    warning(`This browser is too old for the lecture (it has no ${missing[0]}): update it, or use another one.`);
  }
  addStyle();
  addFreshCopy(app, menu);
  void app.restored.then(() => keepAll(folder));

  const create = async (options: IKernel.IOptions): Promise<IKernel> => {
    toolchain ??= new Toolchain(folder, loading);
    const kernel = new GoKernel(options, toolchain, files, folder);
    kernels.set(kernel.id, kernel);
    kernel.disposed.connect(() => kernels.delete(kernel.id));
    return kernel;
  };
  specs.register({
    spec: { name, display_name: displayName, language: 'go', argv: [], resources: {} } as never,
    create
  });

  // JupyterLite only forgets the cells that wait.
  const interrupt = client.interrupt.bind(client);
  client.interrupt = async id => {
    kernels.get(id)?.interrupt();
    return interrupt(id);
  };
}

/** Keeps the site for a time without a network, once now and once when more has come. */
async function keepAll(folder: string): Promise<void> {
  if (!isSecureContext) {
    warning('This address begins with http, so that the browser keeps nothing of it: the lecture needs the ' +
      'network at every visit.');
    return;
  }
  void navigator.storage?.persist?.(); // or the browser may delete all when its disk is full
  void navigator.serviceWorker?.ready.then(noteVersion);
  const scripts = ['toolchain.worker.js', 'link.worker.js', 'cell.worker.js', 'wasm_exec.js', 'arithmetic.wasm',
    'models.json'];
  const page = location.href.split('#')[0];
  await keep(page, page.split('?')[0], ...scripts.map(script => folder + script));
  setTimeout(() => void keep(), 20_000);
}

/**
 * Notes for which version of JupyterLite its service worker is. JupyterLite notes it at the second visit, and removes
 * the worker then: without a network, it gets no new one.
 */
function noteVersion({ active }: ServiceWorkerRegistration): void {
  localStorage[`${active!.scriptURL}-version`] ??= PageConfig.getOption('appVersion');
}

/** Shows how much has come of what a program needs. */
function loading({ loaded, total }: Progress): void {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const sentence = `Loading what this cell needs: ${megabytes(loaded)} of ${megabytes(total)} MB`;
  notice(loaded < total ? sentence : '');
}

/** Adds the lecture's own style, which JupyterLab has from its server. */
function addStyle(): void {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('extensions/nexttoken/custom.css', new URL(PageConfig.getBaseUrl(), location.href)).href;
  document.head.append(link);
}

const requires = [IKernelSpecs, IKernelClient, IMainMenu];

export default { id: 'nexttoken:kernel', autoStart: true, requires, activate };
