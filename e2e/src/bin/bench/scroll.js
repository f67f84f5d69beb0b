// Jumps to `place` (0 to 1) of the whole log. Resolves to the number of frames until the row in the middle of
// the view is the right one, and to the milliseconds that took.
const scroller = document.querySelector('#log');
const row_px = rows()[0].getBoundingClientRect().height;
const view_px = scroller.clientHeight;
const list_px = rowsHeld * row_px;
const expected = (place * (list_px - view_px) + view_px / 2) / row_px;

function middleRow() {
  const middle_px = scroller.getBoundingClientRect().top + scroller.clientTop + view_px / 2;
  const found = rows().find((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return top <= middle_px && middle_px < bottom;
  });
  return Number(found?.dataset.number ?? NaN);
}

await frameDone();
const begun_ms = performance.now();
scroller.scrollTop = place * (scroller.scrollHeight - view_px);
for (let frames = 1; frames <= 120; frames += 1) {
  const now_ms = await frameDone();
  // A browser rounds the place to a pixel, which in a log longer than an element can be is a few rows.
  if (Math.abs(middleRow() - expected) <= 5) return { frames, took_ms: now_ms - begun_ms };
}
throw new Error(`the row in the middle is ${middleRow()} and not ${expected}`);
