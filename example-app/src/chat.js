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

// Yields the data of each event.
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

async function respond(line, signal) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages }),
    signal,
  });
  if (!response.ok) {
    const text = await response.text();
    let error = `${response.status}: ${text}`;
    try { error = JSON.parse(text).error ?? error; } catch { /* Not JSON: the text is shown. */ }
    throw new Error(error);
  }
  for await (const { token, done, error } of events(response.body)) {
    if (error) throw new Error(error);
    if (done) return;
    line.textContent += token;
    line.scrollIntoView({ block: "end" });
  }
  throw new Error("The response ended early.");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = form.elements.words.value.trim();
  if (!words) return;
  form.reset();
  messages.push({ role: "user", content: words });
  show("user", words);
  const line = show("assistant waiting", "");
  const abort = new AbortController();
  stop.onclick = () => abort.abort();
  stop.hidden = false;
  send.disabled = true;
  try {
    await respond(line, abort.signal);
  } catch (error) {
    if (error.name !== "AbortError") show("error", error.message).setAttribute("role", "alert");
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
