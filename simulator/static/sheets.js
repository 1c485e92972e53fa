// What slides up over a phone: the scanner with the estates' codes, places, a voice message.

import { post } from "/static/api.js";
import { el, icon } from "/static/bubbles.js";

export function scanSheet(desk, scanned) {
  const list = el("ul");
  const fill = (words) => list.replaceChildren(...rows(desk.estates, words.trim(), scanned, () => fill(words)));
  const search = el("input", { type: "search", placeholder: "找小区，或粘贴码里的链接", "aria-label": "找小区，或粘贴码里的链接", oninput: (event) => fill(event.target.value) });
  fill("");
  const lens = el("div", { className: "lens" }, icon("scan"));
  return { title: "扫一扫", nodes: [lens, search, list] };
}

function rows(estates, words, scanned, again) {
  const found = estates.filter((one) => !words || `${one.name}${one.street}${one.community}`.includes(words));
  const made = found.map((one) => el("li", {}, estate(one, scanned)));
  if (/^https?:\/\/\S+$/.test(words)) {
    const button = el("button", { type: "button", "data-act": "scan-link", onclick: () => scanned(words) });
    button.append(el("b", { textContent: "扫这个码" }), el("small", { textContent: words }));
    made.push(el("li", {}, button));
  }
  if (!made.length) {
    const text = estates.length ? "没有这个小区" : "小区名录还没有准备好";
    made.push(el("li", { className: "empty", textContent: text }));
  }
  const refresh = el("button", { type: "button", "data-act": "refresh-estates", textContent: "刷新小区名录" });
  refresh.onclick = async () => {
    refresh.textContent = "正在读取…";
    await post("estates/refresh");
    again();
  };
  return [...made, el("li", {}, refresh)];
}

function estate(one, scanned) {
  const where = [one.district, one.street, one.community].filter(Boolean).join(" · ");
  return el(
    "button",
    { type: "button", "data-scene": one.scene, "data-estate": one.name, onclick: () => scanned(one.scene) },
    el("b", { textContent: one.name }),
    el("small", { textContent: where }),
  );
}

export function placeSheet(desk, chosen) {
  const rows = desk.places.map((place) => {
    const button = el("button", { type: "button", "data-place": place.label, onclick: () => chosen(place) });
    button.append(el("b", { textContent: place.label }), el("small", { textContent: `${place.latitude}, ${place.longitude}` }));
    return el("li", {}, button);
  });
  return { title: "发送位置", nodes: [el("ul", {}, ...rows)] };
}

export function voiceSheet(spoken) {
  const field = el("textarea", { placeholder: "写下要说的话，会作为语音发出", "aria-label": "要说的话", "data-field": "voice" });
  const send = el("button", { type: "button", className: "green", "data-act": "send-voice", textContent: "发送语音" });
  send.onclick = () => field.value.trim() && spoken(field.value.trim());
  return { title: "说话", nodes: [field, send] };
}
