// Sends decisions, and says what came of them.

const root = document.documentElement;

/** Says something below the page; with an action, as a button beside it. */
export function say(text, action) {
  const said = document.getElementById("said");
  const line = document.createElement("p");
  line.append(text);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(action.name);
    button.addEventListener("click", () => {
      line.remove();
      action.run();
    });
    line.append(" ", button);
  }
  said.replaceChildren(line);
  setTimeout(() => line.remove(), 9000);
}

/** Asks the API; resolves to what it answers, rejects with what is wrong. */
export async function ask(path, sent, method) {
  const answer = await fetch(path, {
    method: method ?? (sent === undefined ? "GET" : "POST"),
    headers: sent === undefined ? {} : { "content-type": "application/json" },
    body: sent === undefined ? undefined : JSON.stringify(sent),
  });
  const told = answer.status === 204 ? null : await answer.json().catch(() => ({ error: "the answer cannot be read" }));
  if (!answer.ok) {
    throw Object.assign(new Error(told.error), told, { status: answer.status });
  }
  return told;
}

/** Decides, takes back or makes again; resolves to what was decided, or to nothing where it was left. */
export async function send(path, content) {
  try {
    return await ask(path, { ...content, revision: root.dataset.revision });
  } catch (problem) {
    if (problem.status === 409) {
      return conflict(problem, path, content);
    }
    say(problem.hint ? `${problem.message}: ${problem.hint}` : problem.message);
    return null;
  }
}

/** Makes decisions. */
export function decide(...decisions) {
  return send("/api/decisions", { decisions });
}

// Somebody decided something in another window or at the command line since
// this page was shown: nothing is written before that was seen.
function conflict(problem, path, content) {
  const dialog = document.getElementById("dialog");
  const form = document.createElement("form");
  form.method = "dialog";
  const title = document.createElement("h2");
  title.append("Something was changed since this page was loaded");
  const list = document.createElement("ul");
  for (const said of problem.since.length ? problem.since : ["something was added or undone"]) {
    const item = document.createElement("li");
    item.append(said);
    list.append(item);
  }
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  // What an undo would take back now is not what was shown.
  const choices = [["look", "Reload first"]];
  if (path === "/api/decisions") {
    choices.push(["anyway", "Do it anyway"]);
  }
  for (const [value, name] of choices) {
    const button = document.createElement("button");
    button.value = value;
    button.append(name);
    buttons.append(button);
  }
  form.append(title, list, buttons);
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", async () => {
      if (dialog.returnValue === "anyway") {
        root.dataset.revision = (await ask("/api/study")).revision;
        resolve(await send(path, content));
      } else {
        resolve(null);
        document.dispatchEvent(new CustomEvent("motif:stale"));
      }
    }, { once: true });
  });
}
