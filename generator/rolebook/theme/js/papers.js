// The print center's table, narrowed by what its columns hold; without scripts the whole table is there.
(function () {
  "use strict";
  var box = document.querySelector("[data-filters]");
  var table = box && document.getElementById(box.dataset.filters);
  if (!table) return;
  var rows = Array.prototype.slice.call(table.tBodies[0].rows);
  var shown = document.createElement("output");
  var choices = [];
  function words(row, column) { return row.cells[column].textContent.trim(); }
  function fits(row, but) {
    return choices.every(function (one) {
      return one === but || !one.select.value || words(row, one.column) === one.select.value;
    });
  }
  function narrow() {
    var count = 0;
    rows.forEach(function (row) {
      row.hidden = !fits(row);
      if (!row.hidden) count += 1;
    });
    // What would leave nothing cannot be chosen.
    choices.forEach(function (one) {
      Array.prototype.forEach.call(one.select.options, function (option) {
        option.disabled = Boolean(option.value) && !rows.some(function (row) {
          return fits(row, one) && words(row, one.column) === option.value;
        });
      });
    });
    shown.textContent = box.dataset.count.replace("{count}", count);
  }
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    if (!head.hasAttribute("data-filter")) return;
    var label = document.createElement("label"), select = document.createElement("select"), values = [];
    label.textContent = head.textContent;
    select.add(new Option(box.dataset.all, ""));
    rows.forEach(function (row) {
      var value = words(row, column);
      if (values.indexOf(value) < 0) values.push(value);
    });
    values.sort(new Intl.Collator(document.documentElement.lang).compare).forEach(function (value) {
      select.add(new Option(value, value));
    });
    select.addEventListener("change", function () {
      history.replaceState(choices.map(function (one) { return one.select.value; }), "");
      narrow();
    });
    label.appendChild(select);
    box.appendChild(label);
    choices.push({ select: select, column: column });
  });
  box.appendChild(shown);
  box.hidden = false;
  // Who comes back from a document finds the choice as it was.
  choices.forEach(function (one, at) { one.select.value = (history.state || [])[at] || ""; });
  narrow();
})();
