// Remembers the language that a reader chose, for the language chooser at the root.
(function () {
  "use strict";
  document.querySelectorAll(".languages a[hreflang]").forEach(function (link) {
    link.addEventListener("click", function () {
      try { localStorage.setItem("rolebook-language", link.hreflang); } catch (error) { /* private window */ }
    });
  });
})();
