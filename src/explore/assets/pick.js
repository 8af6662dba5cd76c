// Several rows ticked, and what can be done with all of them at once.

/** Shows the bar of what is ticked, with what its buttons would work on. */
export function picking(main) {
  const bar = main.querySelector(".picked");
  if (!bar) {
    return;
  }
  const boxes = [...main.querySelectorAll("[data-pick]")];
  const told = () => {
    const picked = boxes.filter((box) => box.checked).map((box) => box.dataset.pick);
    bar.hidden = picked.length === 0;
    bar.querySelector("output").textContent = `${picked.length} chosen`;
    const file = bar.querySelector("a[data-picked]");
    if (file) {
      file.href = `/api/export/chosen.csv?${new URLSearchParams({ quotes: picked.join(","), sort: "source" })}`;
    }
    for (const button of bar.querySelectorAll("[data-dialog]")) {
      // Dialogs of passages take them as quotes.
      button.dataset.picked = picked.join(",");
      button.dataset.quote = picked.join(",");
      button.disabled = picked.length < Number(button.dataset.least ?? 1);
    }
  };
  main.addEventListener("change", (event) => event.target.dataset?.pick && told());
  bar.querySelector("[data-unpick]").addEventListener("click", () => {
    boxes.forEach((box) => {
      box.checked = false;
    });
    told();
  });
  told();
}
