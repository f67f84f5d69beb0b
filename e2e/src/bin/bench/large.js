// Receives the one message of the connection. The page has half a second of frames after it is in view, for
// whatever it does about the message then.
document.querySelector('#connect').click();
let framesAfter = 0;
const gaps_ms = await watchFrames(() => {
  if (newestRow() >= 1) framesAfter += 1;
  return framesAfter > 30;
});
return { gaps_ms, characters: document.querySelector('#workbench').textContent.length, elements: elements() };
