// Before anything is shown: the colours this reader chose, and that scripts run.
(function () {
  "use strict";
  var html = document.documentElement;
  html.classList.add("scripted");
  try {
    var chosen = localStorage.getItem("rolebook-colours");
    if (chosen === "light" || chosen === "dark") html.dataset.colours = chosen;
  } catch (error) { /* private window */ }
})();
