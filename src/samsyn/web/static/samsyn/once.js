// A form that has been sent is not sent again until the page is left or shown anew: pressing twice does a thing once.
// What a script or htmx sends itself is stopped by it on the way up, so that it is never marked as sent here.

const sent = new Set();

addEventListener("submit", (event) => {
  if (!sent.has(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.getAttribute("method") === "post") sent.add(event.target);
});
addEventListener("pageshow", () => sent.clear());
