// From the first to the last message in view. `begin`, `lastInView` and `lastNumber` are defined before this.
// The time counts from the last frame in which no message was in view. A page that is held up before it shows
// the first one is not the faster for it.
let begun_ms;
let previous_ms = performance.now();
begin();
const gaps_ms = await watchFrames((now_ms, gaps_ms) => {
  const number = lastInView();
  if (begun_ms === undefined && number >= 0) {
    begun_ms = previous_ms;
    gaps_ms.splice(0, gaps_ms.length - 1);
  }
  previous_ms = now_ms;
  return number >= lastNumber;
});
return { took_ms: previous_ms - begun_ms, gaps_ms, elements: elements() };
