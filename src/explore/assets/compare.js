// A comparison: its parts are one click away; what is chosen anew takes a moment to count.

export function start(main) {
  const tools = main.querySelector("#compare-tools");
  const answer = main.querySelector("#answer");
  const wait = () => answer.setAttribute("aria-busy", "true");
  tools.addEventListener("change", wait);
  return () => tools.removeEventListener("change", wait);
}
