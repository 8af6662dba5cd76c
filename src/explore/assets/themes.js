// The table of themes: find a row, drag one on another to merge them, or in the
// tree to put them under one heading.

import { again, open } from "./page.js";

// What is found in the background is looked for after so many milliseconds.
const PATIENCE = 3000;

export function start(main) {
  if (main.querySelector("[data-waiting]")) {
    setTimeout(() => main.isConnected && again(), PATIENCE);
  }
  const find = main.querySelector("#find");
  const rows = [...main.querySelectorAll("table.themes tbody tr")];
  const none = main.querySelector("#none-found");
  find?.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    for (const row of rows) {
      row.hidden = wanted !== "" && !row.querySelector("th").textContent.toLowerCase().includes(wanted);
    }
    none.hidden = rows.some((row) => !row.hidden);
  });

  let dragged = null;
  for (const row of rows.filter((row) => row.draggable)) {
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.label);
    });
    row.addEventListener("dragover", (event) => {
      if (dragged && dragged !== row) {
        event.preventDefault();
        row.classList.add("under");
      }
    });
    row.addEventListener("dragleave", () => row.classList.remove("under"));
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      row.classList.remove("under");
      if (dragged && dragged !== row && row.dataset.themes) {
        // In the tree what is dropped goes under the heading of what it is dropped on.
        const own = dragged.dataset.theme ? [dragged.dataset.theme] : dragged.dataset.themes.split(",");
        const picked = [...new Set([...row.dataset.themes.split(","), ...own])].join(",");
        open("group", { heading: row.dataset.heading, picked });
      } else if (dragged && dragged !== row) {
        open("merge", { theme: dragged.dataset.theme, name: dragged.dataset.label, into: row.dataset.theme });
      }
      dragged = null;
    });
  }
}
