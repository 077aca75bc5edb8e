// A line at the foot of the page: how much has come of what a cell needs, how long a training still takes, or a
// sentence that the student should read.

const style = 'position:fixed;bottom:28px;right:16px;z-index:10000;max-width:480px;padding:8px 14px;' +
  'border-radius:3px;background:var(--jp-layout-color1,#fff);color:var(--jp-ui-font-color0,#000);' +
  'border-left:6px solid #0072b2;box-shadow:0 1px 6px rgba(0,0,0,.3);font:14px var(--jp-ui-font-family,sans-serif)';

let element: HTMLElement | undefined;

/** Shows a sentence in the place of the one before; '' removes it. */
export function notice(sentence: string): void {
  if (!sentence) {
    element?.remove();
    return;
  }
  if (!element) {
    element = document.createElement('div');
    element.setAttribute('role', 'status');
    element.style.cssText = style;
  }
  element.textContent = sentence;
  document.body.append(element);
}

const warned = new Set<string>(); // the sentences that stand on the page

/** Shows a sentence that stays until it is clicked. */
export function warning(sentence: string): void {
  if (warned.has(sentence)) {
    return;
  }
  warned.add(sentence);
  const box = document.createElement('div');
  box.setAttribute('role', 'alert');
  box.style.cssText = style.replace('28px', '80px').replace('#0072b2', '#d55e00');
  box.textContent = sentence + ' (Click to close.)';
  box.onclick = () => {
    box.remove();
    warned.delete(sentence);
  };
  document.body.append(box);
}
