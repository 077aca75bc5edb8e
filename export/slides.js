Reveal.initialize({
  hash: true, slideNumber: 'c/t', width: 1200, height: 800, margin: 0.03, center: false, transition: 'none',
  plugins: [RevealNotes],
});
