// Finds a row in the table of themes, where pages are files.

const find = document.querySelector("#find");
find?.addEventListener("input", () => {
  const wanted = find.value.trim().toLowerCase();
  for (const row of document.querySelectorAll("table.themes tbody tr")) {
    row.hidden = wanted !== "" && !row.querySelector("th").textContent.toLowerCase().includes(wanted);
  }
});
