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
  line.scrollIntoView({ block: "end" });
  return line;
}

// The body of the request, without the oldest messages if the server would refuse its size.
function body() {
  const size = (text) => new TextEncoder().encode(text).length;
  while (messages.length > 1 && size(JSON.stringify({ messages })) > form.dataset.limit) messages.shift();
  return JSON.stringify({ messages });
}

// The reason in the body of an error, or a sentence about its status.
async function reason(response) {
  const text = await response.text();
  try {
    const { error, detail } = JSON.parse(text);
    if (error ?? detail) return error ?? detail;
  } catch { /* Not JSON. */ }
  if (response.status === 413) return "The message is too long.";
  return `The server returned ${response.status}. ${text}`.trim();
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
    body: body(),
    signal,
  });
  if (!response.ok) throw new Error(await reason(response));
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
  const question = show("user", words);
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
    // Nothing was said: the question can be changed and sent again.
    line.remove();
    question.remove();
    messages.pop();
    form.elements.words.value ||= words;
  }
  stop.hidden = true;
  send.disabled = false;
  form.elements.words.focus();
});
