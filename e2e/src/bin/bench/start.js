// Runs before the page's own scripts: clicks once on `control`, as soon as it is there, and remembers in which frame
// `answer` was there. Both are selectors, defined before this. A control is there when the page has started.
let isClicked = false;
window.answered_ms = new Promise((resolve) => {
  const frame = () => {
    if (isClicked && document.querySelector(answer)) return resolve(performance.now());
    if (!isClicked) {
      const found = document.querySelector(control);
      found?.click();
      isClicked = found !== null;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
