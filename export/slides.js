// A slide has the shape of the window, from 4:3 to 16:9.
const height = 800, width = Math.round(height * Math.min(16 / 9, Math.max(4 / 3, innerWidth / innerHeight)));

// scaleOf gives a slide the largest scale at which it fits, 1 at most, with results below their code or beside it.
function scaleOf(slide, beside) {
  slide.classList.toggle('beside', beside);
  for (let scale = 1; ; scale -= 0.02) {
    slide.style.width = width / scale + 'px';
    slide.style.transform = scale < 1 ? `scale(${scale})` : '';
    if (slide.scrollHeight * scale <= height || scale < 0.3) return scale;
  }
}

// fit makes the slide on the screen as large as it can be without being cut.
function fit() {
  const slide = Reveal.getCurrentSlide();
  if (slide && scaleOf(slide, false) < 1) scaleOf(slide, scaleOf(slide, false) < scaleOf(slide, true));
}

// openNext opens the first folded answer on the screen; where all are open, it folds them again.
function openNext() {
  const answers = [...Reveal.getCurrentSlide().querySelectorAll('details')].filter(part => part.checkVisibility());
  const folded = answers.find(part => !part.open);
  if (folded) folded.open = true;
  else answers.forEach(part => { part.open = false; });
}

document.addEventListener('toggle', fit, true);
// Space and Enter belong to the summary that has the focus: they do not go to the next slide.
for (const summary of document.querySelectorAll('summary')) {
  summary.addEventListener('keydown', event => { if (' Enter'.includes(event.key)) event.stopPropagation(); });
}
Reveal.on('ready', () => {
  Reveal.addKeyBinding({keyCode: 65, key: 'A', description: 'Open the next answer'}, openNext);
  fit();
});
Reveal.on('slidechanged', fit);
Reveal.initialize({
  hash: true, slideNumber: 'c/t', width, height, margin: 0.03, center: false, transition: 'none',
  plugins: [RevealNotes],
}).then(() => Promise.all([MathJax.startup.promise, ...(window.charts ?? [])])).then(fit);
