// Calls to the simulator. A failure is shown in one line and answers null.

export async function post(path, body, method = "POST") {
  const form = body instanceof FormData;
  try {
    const answer = await fetch(`/sim/${path}`, {
      method,
      body: form ? body : JSON.stringify(body ?? {}),
      headers: form ? {} : { "Content-Type": "application/json" },
    });
    if (answer.ok) return answer.status === 204 ? {} : await answer.json();
    toast(answer.status === 409 ? "先扫码关注，再说话" : "没有成功，请再试一次");
  } catch {
    toast("演示台没有响应");
  }
  return null;
}

export function act(person, name, body) {
  return post(`people/${person}/${name}?wait=0`, body);
}

export async function state() {
  const answer = await fetch("/sim/state", { cache: "no-store" });
  return answer.json();
}

let fading;
export function toast(text) {
  const box = document.querySelector(".toast") ?? document.body.appendChild(document.createElement("div"));
  box.className = "toast";
  box.setAttribute("role", "alert");
  box.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => box.remove(), 2600);
}
