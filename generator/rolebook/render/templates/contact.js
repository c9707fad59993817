const data = JSON.parse(document.getElementById("data").textContent);
const lines = [...document.querySelectorAll("fieldset[data-entry]")];
const answer = (line) => line.querySelector("input[type=radio]:checked").value;
const count = () => { document.getElementById("count").value = `${lines.filter(answer).length} / ${lines.length}`; };
const cell = (value) => `"${String(value ?? "").replaceAll('"', '""')}"`;

for (const button of document.querySelectorAll("button[data-all]")) button.addEventListener("click", () => {
  for (const line of button.closest("section").querySelectorAll("fieldset[data-entry]"))
    if (!answer(line)) line.querySelector(`.${button.dataset.all}`).checked = true;
  count();
});
document.addEventListener("change", count);
document.querySelector(".save").addEventListener("submit", (event) => {
  event.preventDefault();
  const by = document.getElementById("by").value.trim();
  const rows = lines.map((line) => {
    const told = answer(line), reason = told === "no" ? line.querySelector(".reason input").value : "";
    return { ...data.rows[line.dataset.entry], answer: told, reason, by: told ? by : "" };
  });
  const text = [data.columns, ...rows.map((row) => data.columns.map((name) => row[name]))];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" }));
  link.download = "answers.csv";
  document.body.append(link);
  link.click();
  link.remove();
});
count();
