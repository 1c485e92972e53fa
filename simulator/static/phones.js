// The phones page: five phones side by side, kept up to date by server-sent events from /sim/stream.
//
// Names that browser tests may rely on:
//   section.phone[data-person="sim_resident_1"][data-following="true|false"]   (also sim_resident_2, sim_manager_1, sim_officer_1, sim_company_1)
//     [data-act=follow]                       follow or unfollow
//     .dock [data-act=wechat|scan|sms]        the apps; .badge inside holds the number unread
//     .sheet [data-scene] / [data-estate]     an estate's code in the scanner; [data-place] a place; [data-act=refresh-estates]
//     .wechat textarea, [data-act=send]       write (Enter sends too)
//     [data-act=voice] → [data-field=voice], [data-act=send-voice]
//     [data-act=more] → [data-act=sample-0], [data-act=sample-1], input[data-act=picture], [data-act=place]
//     .chat .bubble[data-kind][data-side=me|account][data-id]   text, menu, image, voice, video, location, link, news
//     .chat .tap[data-tap]                    a tappable choice
//     .chat .card[data-kind=template]         a template message
//     .chat .note                             a grey line; [data-fault] when the account was out of order
//     .menu [data-menu-key]                   the account's menu
//     .texts .bubble[data-kind=sms], .sms textarea, [data-act=send-sms], .codes [data-code]
//     .banner                                 a notification
//   #elsewhere li                            a text to a number that is nobody's here
//   input[data-switch=slow|doubled], #fault + [data-act=order-fault], #ordered li, #line[data-state=on], body[data-ready]

import { post, state, toast } from "/static/api.js";
import { clock, el } from "/static/bubbles.js";
import { Phone } from "/static/phone.js";

const SEND = "/cgi-bin/message/";
const FAULTS = {
  lost: ["network", { lost: 1 }],
  busy: ["faults", { endpoint: SEND, code: -1 }],
  window: ["faults", { endpoint: SEND, code: 45015 }],
  unfollowed: ["faults", { endpoint: SEND, code: 43004 }],
  hang: ["faults", { endpoint: SEND, hang: 12 }],
  token: ["token/expire", {}],
  "sms-limit": ["faults", { endpoint: "sms", code: "isv.BUSINESS_LIMIT_CONTROL" }],
  "sms-down": ["faults", { endpoint: "sms", code: "isv.OUT_OF_SERVICE" }],
  "sms-hang": ["faults", { endpoint: "sms", hang: 12 }],
  "sms-lost": ["faults", { endpoint: "sms-delivery", code: "UNDELIV" }],
};
const SLOW = 2.5; // seconds
const ELSEWHERE_MOST = 3;
const BINDING = { waiting: "正在绑定", bound: "已绑定", failed: "未能绑定" };

const desk = { estates: [], places: [] };
const phones = new Map();
let binding = {};

async function start() {
  const now = await state();
  Object.assign(desk, { estates: now.estates, places: now.places });
  for (const person of now.people) phones.set(person.openid, new Phone(person, desk));
  document.querySelector("#phones").replaceChildren(...[...phones.values()].map((phone) => phone.root));
  for (const phone of phones.values()) phone.show("wechat");
  network(now.network);
  faults(now.faults);
  binding = now.binding;
  bound();
  tick();
  setInterval(tick, 5000);
  follow(now.seq);
  document.body.dataset.ready = "true";
}

function follow(seq) {
  const stream = new EventSource(`/sim/stream?since=${seq}`);
  const on = (kind, handle) => stream.addEventListener(kind, (event) => handle(JSON.parse(event.data)));
  on("bubble", (bubble) => phones.get(bubble.person)?.say(bubble));
  on("sms", (sms) => {
    const phone = [...phones.values()].find((one) => one.person.phone === sms.phone);
    phone ? phone.text(sms) : elsewhere(sms);
  });
  on("person", changed);
  on("estates", (estates) => {
    desk.estates = estates;
    for (const phone of phones.values()) phone.codes();
  });
  on("network", network);
  on("faults", faults);
  on("binding", ({ person, state: now }) => bound((binding[person] = now)));
  on("reload", () => location.reload());
  stream.onopen = () => line("on", "已连接");
  stream.onerror = () => line("off", "连接中断，正在重连");
}

// A text to a number that is nobody's here, such as an operator's code, is shown at the foot of the page.
function elsewhere(sms) {
  const note = el("li", {}, el("b", { textContent: sms.phone }), el("span", { textContent: sms.text }));
  note.append(el("button", { type: "button", "aria-label": "收起", textContent: "✕", onclick: () => note.remove() }));
  const box = document.querySelector("#elsewhere");
  box.append(note);
  while (box.children.length > ELSEWHERE_MOST) box.firstChild.remove();
}

function changed({ person, following, menu }) {
  const phone = phones.get(person);
  if (following !== undefined) phone?.follow(following);
  if (menu) phone?.menu(menu);
}

function line(now, text) {
  const box = document.querySelector("#line");
  box.dataset.state = now;
  box.textContent = text;
}

function bound() {
  const states = Object.entries(binding).map(([person, now]) => `${phones.get(person)?.person.name ?? ""}${BINDING[now]}`);
  document.querySelector("#bound").textContent = states.join(" · ");
}

function network({ slow, doubled }) {
  document.querySelector("[data-switch=slow]").checked = slow > 0;
  document.querySelector("[data-switch=doubled]").checked = doubled;
}

function faults(ordered) {
  const chips = ordered.map((fault) => {
    const what = fault.endpoint.startsWith("sms") ? "短信" : "微信";
    return el("li", { textContent: `${what} ${fault.code || (fault.hang ? `${fault.hang} 秒无响应` : fault.status)}` });
  });
  if (chips.length) {
    const clear = el("button", { type: "button", "aria-label": "取消故障", textContent: "✕", onclick: () => post("faults", {}, "DELETE") });
    chips.at(-1).append(clear);
  }
  document.querySelector("#ordered").replaceChildren(...chips);
}

function tick() {
  for (const phone of phones.values()) phone.clock(clock(Date.now()));
}

document.querySelector("[data-switch=slow]").onchange = (event) => post("network", { slow: event.target.checked ? SLOW : 0 });
document.querySelector("[data-switch=doubled]").onchange = (event) => post("network", { doubled: event.target.checked });
document.querySelector("[data-act=order-fault]").onclick = async () => {
  const [path, body] = FAULTS[document.querySelector("#fault").value];
  if (await post(path, body)) toast("好，下一次就会发生");
};

start();
