// Goes on to the reader's language. A choice made before wins over the browser's; coming back (#choose) stays.
(function () {
  "use strict";
  if (location.hash === "#choose") return;
  var links = Array.prototype.slice.call(document.querySelectorAll("a[hreflang]"));
  var wanted = navigator.languages || [navigator.language || ""];
  for (var i = 0; i < wanted.length; i += 1) {
    for (var j = 0; j < links.length; j += 1) {
      var tag = links[j].hreflang.toLowerCase();
      var want = wanted[i].toLowerCase();
      if (want === tag || want.split("-")[0] === tag) {
        location.replace(links[j].href);
        return;
      }
    }
  }
})();
