const form = document.querySelector("#chat");
const talk = document.querySelector("#talk");
const stop = document.querySelector("#stop");
const send = form.querySelector("button.first");
const messages = [];

function show(role, text) {
  const line = document.createElement("li");
  line.className = role;
  line.textContent = text;
  talk.append(line);
  line.scrollIntoView({ block: "end", behavior: "smooth" });
  return line;
}

// Yields what is in the data of each event, however the network cut them.
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith("data:")) yield JSON.parse(line.slice(5));
    }
  }
}

async function answer(line, signal) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages }),
    signal,
  });
  if (!response.ok) {
    const text = await response.text();
    let problem = `${response.status}: ${text}`;
    try { problem = JSON.parse(text).problem ?? problem; } catch { /* not ours: shown as it is */ }
    throw new Error(problem);
  }
  for await (const { token, done, problem } of events(response.body)) {
    if (problem) throw new Error(problem);
    if (done) return;
    line.textContent += token;
    line.scrollIntoView({ block: "end" });
  }
  throw new Error("The answer broke off.");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = form.elements.words.value.trim();
  if (!words) return;
  form.reset();
  messages.push({ role: "user", content: words });
  show("user", words);
  const line = show("assistant waiting", "");
  const leaving = new AbortController();
  stop.onclick = () => leaving.abort();
  stop.hidden = false;
  send.disabled = true;
  try {
    await answer(line, leaving.signal);
  } catch (problem) {
    if (problem.name !== "AbortError") show("problem", problem.message).setAttribute("role", "alert");
  }
  line.classList.remove("waiting");
  if (line.textContent) messages.push({ role: "assistant", content: line.textContent });
  else {
    line.remove();
    messages.pop();
  }
  stop.hidden = true;
  send.disabled = false;
  form.elements.words.focus();
});
