// What JupyterLite loads: a container of Webpack's module federation, which gives the extension the packages that
// JupyterLite shares.

type Scope = Record<string, Record<string, { get: () => Promise<() => unknown> }>>;

declare const sharedNames: string[]; // build.mjs knows them

interface Page {
  _JUPYTERLAB: Record<string, unknown>;
  nexttokenShared: Record<string, unknown>;
}

const page = globalThis as unknown as Page;
let scope: Scope;

page._JUPYTERLAB ??= {};
page._JUPYTERLAB.nexttoken = {
  init(shared: Scope): void {
    scope = shared;
  },
  async get(): Promise<() => unknown> {
    page.nexttokenShared = {};
    for (const name of sharedNames) {
      const [version] = Object.values(scope[name]);
      page.nexttokenShared[name] = (await version.get())();
    }
    const extension = await import('./index');
    return () => ({ __esModule: true, default: extension.default });
  }
};
