// Owns sending photos: made smaller on the phone, each on its own, again until it has arrived.
// Without this file the form posts its files as it is.
"use strict";
(() => {
  const form = document.querySelector("form[data-uploads]");
  if (!form || !window.createImageBitmap) {
    form?.removeAttribute("data-uploads");
    return;
  }
  const LONGEST = 2400, QUALITY = 0.8, SMALL = 400 * 1024, MOST = 10 * 1024 * 1024, TRIES = 8;
  const words = form.dataset;
  const waiting = [];
  let isBusy = false, wish = null;

  async function smaller(file, input) {
    const isPhoto = /^image\/(jpeg|png|webp|hei[cf])$/.test(file.type) || /\.hei[cf]$/i.test(file.name);
    if (!isPhoto || file.size < SMALL || !input.accept.includes(".jpg")) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      if (!made || made.size >= file.size) return file;
      return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    } catch {
      return file; // what the browser cannot read, the city may
    }
  }

  const post = (file, input, line) => new Promise((done) => {
    const body = new FormData();
    body.append("_csrf", form.elements._csrf.value);
    body.append("_version", form.elements._version.value);
    body.append(input.name, file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", words.uploads);
    request.timeout = 180000;
    request.responseType = "json";
    request.upload.onprogress = (event) => { line.bar.value = event.loaded / (event.total || 1); };
    request.onload = () => done({ status: request.status, answer: request.response ?? {} });
    request.onerror = request.ontimeout = request.onabort = () => done({ status: 0, answer: {} });
    request.send(body);
  });

  const pause = (seconds) => new Promise((done) => {
    const go = () => { clearTimeout(timer); removeEventListener("online", go); done(); };
    const timer = setTimeout(go, seconds * 1000);
    addEventListener("online", go);
  });

  function newLine(file, input) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.className = "upload__name";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `${file.name} ${words.sending}`);
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    told.textContent = words.sending;
    item.append(name, " ", bar, " ", told);
    const box = input.parentNode;
    const list = box.querySelector(".upload__stored") ?? document.createElement("ul");
    list.className = "upload__stored";
    box.prepend(list);
    list.append(item);
    return { item, bar, told };
  }

  function arrived(line, answer) {
    line.bar.remove();
    line.told.textContent = `${(answer.size / 1048576).toFixed(1)} MB ${words.sent}`;
    const tick = document.createElement("input");
    const label = document.createElement("label");
    const whole = document.createElement("span");
    Object.assign(tick, { type: "checkbox", name: answer.remove, value: "1", className: "choice__input" });
    tick.id = `f-${answer.remove.replace(".", "-")}`;
    Object.assign(label, { htmlFor: tick.id, className: "choice__label", textContent: words.remove });
    whole.className = "choice";
    whole.append(tick, label);
    line.item.append(" ", whole);
  }

  function failed(line, message, job) {
    line.bar.hidden = true;
    line.item.className = "is-too-large";
    line.told.textContent = `＊${message || words.failed}`;
    const again = document.createElement("button");
    Object.assign(again, { type: "button", className: "button button--small", textContent: words.again });
    again.addEventListener("click", () => {
      line.item.remove();
      waiting.push(job);
      work();
    });
    line.item.append(" ", again);
  }

  async function send(job) {
    const line = newLine(job.file, job.input);
    const file = await smaller(job.file, job.input);
    if (file.size > MOST) return failed(line, document.body.dataset.tooLarge, job);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { status, answer } = await post(file, job.input, line);
      if (status === 201) return arrived(line, answer);
      if (status >= 400 && status < 500 && status !== 429) return failed(line, answer.message, job);
      line.told.textContent = words.retrying;
      line.bar.value = 0;
      await pause(Math.min(30, 2 ** attempt));
    }
    return failed(line, "", job);
  }

  async function work() {
    if (isBusy) return;
    isBusy = true;
    while (waiting.length) await send(waiting.shift());
    isBusy = false;
    if (wish !== null) {
      const submitter = wish;
      wish = null;
      form.querySelector("[data-waiting-told]")?.remove();
      form.requestSubmit(submitter.isConnected ? submitter : null);
    }
  }

  form.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches(".upload__input") || !input.files.length) return;
    const now = [...input.closest(".upload").querySelectorAll("input[type=radio]")].find((radio) => radio.value === "now");
    if (now) now.checked = true;
    for (const file of input.files) waiting.push({ file, input });
    input.value = "";
    work();
  });
  form.addEventListener("submit", (event) => {
    if (!isBusy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wish = event.submitter ?? form.querySelector("button");
    if (form.querySelector("[data-waiting-told]")) return;
    const told = document.createElement("p");
    told.className = "notice";
    told.setAttribute("role", "status");
    told.dataset.waitingTold = "";
    told.textContent = words.waiting;
    form.append(told);
  }, true);
})();
