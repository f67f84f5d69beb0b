// What every measurement inside a page shares.
//
// A page is watched by requestAnimationFrame: in each frame one cheap place of the DOM is looked at. The time
// between frames is read off the clock when the browser calls. The frame's own time stamp says when the frame
// should have begun.

/**
 * Looks in every frame until `look(now_ms, gaps_ms)` is true. Resolves to `gaps_ms`, the milliseconds before
 * each frame.
 */
function watchFrames(look) {
  return new Promise((resolve) => {
    const gaps_ms = [];
    let previous_ms = performance.now();
    const frame = () => {
      const now_ms = performance.now();
      gaps_ms.push(now_ms - previous_ms);
      previous_ms = now_ms;
      if (look(now_ms, gaps_ms)) resolve(gaps_ms);
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** Resolves when all that the next frame has to do is done: what is in the DOM then is what is drawn. */
function frameDone() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  });
}

/** How many elements the page consists of. */
function elements() {
  return document.getElementsByTagName('*').length;
}

/** The rows of the log that are in the DOM. */
function rows() {
  return [...document.querySelectorAll('#log .log-row[data-number]')];
}

/** The highest number of a row in the DOM; -1 when there is none. */
function newestRow() {
  return Math.max(-1, ...rows().map((row) => Number(row.dataset.number)));
}

/** Writes into a text field as if it had been typed. */
function type(selector, text) {
  const field = document.querySelector(selector);
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
