// The part that the extension uses of a package of JupyterLab that npm need not install.

declare module '@jupyterlab/mainmenu' {
  export const IMainMenu: unknown;
  export interface IMainMenu {
    fileMenu: { addGroup(items: { command: string }[], rank: number): void };
  }
}
