// Filters the whole log by a regex. `pattern` and `expectedHits` are defined before this. First results are
// there when every row in view is a hit, all of them when the number of hits is right.
const hit = new RegExp(pattern);
const hitsShown = () => {
  const numbers = document.querySelector('#filter-hits')?.textContent.replace(/[,.\u00a0\u202f]/g, '').match(/\d+/g);
  return (numbers ?? []).map(Number);
};
let first_ms;
const begun_ms = performance.now();
type('#filter-query', pattern);
let complete_ms;
const gaps_ms = await watchFrames((now_ms) => {
  const inView = rows();
  if (first_ms === undefined && inView.length > 0 && inView.every((row) => hit.test(row.textContent))) {
    first_ms = now_ms - begun_ms;
  }
  complete_ms = now_ms - begun_ms;
  return first_ms !== undefined && hitsShown().includes(expectedHits);
});
return { first_ms, complete_ms, gaps_ms };
