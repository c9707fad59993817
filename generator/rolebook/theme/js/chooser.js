// Goes on to the reader's language: the one chosen before, else the browser's. `#choose` stays on this page.
(function () {
  "use strict";
  if (location.hash === "#choose") return;
  var links = Array.prototype.slice.call(document.querySelectorAll("a[hreflang]"));
  if (links.length === 1) { location.replace(links[0].href); return; }
  var chosen = null;
  try { chosen = localStorage.getItem("rolebook-language"); } catch (error) { /* private window */ }
  var wanted = (chosen ? [chosen] : []).concat(navigator.languages || [navigator.language || ""]);
  function find(test) { return links.filter(function (link) { return test(link.hreflang.toLowerCase()); })[0]; }
  for (var i = 0; i < wanted.length; i += 1) {
    var want = wanted[i].toLowerCase();
    var link = find(function (tag) { return tag === want; })
      || find(function (tag) { return tag.split("-")[0] === want.split("-")[0]; });
    if (link) { location.replace(link.href); return; }
  }
})();
