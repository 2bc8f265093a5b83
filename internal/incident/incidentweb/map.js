// One stop of the tab key for the whole map: arrow keys go to the nearest area that way,
// Enter opens it. Without this each area is a stop of its own.
(function () {
  "use strict";
  var svg = document.querySelector(".ww-map svg");
  if (!svg) return;
  var links = Array.prototype.slice.call(svg.querySelectorAll("a"));
  if (links.length < 2) return;
  var at = links.findIndex(function (a) { return a.getAttribute("aria-current") === "true"; });
  if (at < 0) at = 0;
  links.forEach(function (a, i) { a.setAttribute("tabindex", i === at ? "0" : "-1"); });
  function middle(a) {
    var b = a.getBBox();
    return [b.x + b.width / 2, b.y + b.height / 2];
  }
  var ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function nearest(way) {
    var from = middle(links[at]), best = -1, least = Infinity;
    links.forEach(function (a, i) {
      if (i === at) return;
      var to = middle(a), dx = to[0] - from[0], dy = to[1] - from[1];
      var along = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (along <= 0) return;
      var cost = along + 2 * aside;
      if (cost < least) { least = cost; best = i; }
    });
    return best;
  }
  function go(i) {
    links[at].setAttribute("tabindex", "-1");
    at = i;
    links[at].setAttribute("tabindex", "0");
    links[at].focus();
  }
  svg.addEventListener("keydown", function (e) {
    var i = -1;
    if (ways[e.key]) i = nearest(ways[e.key]);
    else if (e.key === "Home") i = 0;
    else if (e.key === "End") i = links.length - 1;
    else return;
    e.preventDefault();
    if (i >= 0) go(i);
  });
  svg.addEventListener("focusin", function (e) {
    var i = links.indexOf(e.target.closest("a"));
    if (i >= 0 && i !== at) {
      links[at].setAttribute("tabindex", "-1");
      at = i;
      links[at].setAttribute("tabindex", "0");
    }
  });
})();
