// The chart: a post is found by its words and shown where it is; everything folds and unfolds at once, or is printed.
(function () {
  "use strict";
  var html = document.documentElement, chart = document.querySelector(".org"), find = document.querySelector(".find");
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function folded(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLocaleLowerCase(html.lang); }
  if (!chart || !find) return;
  var posts = all(".org .post").map(function (one) { return { one: one, words: folded(one.querySelector(".box").textContent) }; });
  all(".org-tools [hidden]").forEach(function (one) { one.hidden = false; });
  all("[data-unfold]").forEach(function (button) {
    button.addEventListener("click", function () {
      all(".org details").forEach(function (one) { one.open = Boolean(button.dataset.unfold); });
    });
  });
  // On paper: each unit on a page of its own, or the whole chart on a large sheet, in letters as large as it has room for.
  html.dataset.posts = posts.length <= 40 ? "few" : posts.length <= 120 ? "some" : "many";
  all("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () {
      html.dataset.chart = button.dataset.print;
      window.print();
    });
  });
  addEventListener("afterprint", function () { delete html.dataset.chart; });
  find.querySelector("input").addEventListener("input", function (event) {
    var words = folded(event.target.value.trim());
    all(".org .met").forEach(function (one) { one.classList.remove("met"); });
    var met = words.length > 1 ? posts.filter(function (post) { return post.words.indexOf(words) >= 0; }) : [];
    met.forEach(function (post) {
      post.one.classList.add("met");
      for (var above = post.one.parentElement.closest("details"); above; above = above.parentElement.closest("details")) above.open = true;
    });
    if (met.length) met[0].one.scrollIntoView({ block: "center" });
  });
  find.querySelector("input").addEventListener("keydown", function (event) {
    var first = event.key === "Enter" && chart.querySelector(".met a");
    if (first) first.focus();
  });
})();
