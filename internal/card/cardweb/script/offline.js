// The check without a connection: verifies a card's code with WebCrypto against the keys
// and the status list that were last fetched, and says how old they are. It sends the card
// to nobody.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const store = () => caches.open("watchword-check");
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  class Forged extends Error {}

  // get fetches an address of ours and keeps it; without a connection it gives what was kept.
  async function get(path, accept) {
    const kept = await store();
    try {
      const answer = await fetch(path, { headers: { Accept: accept }, cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout(5000) });
      if (answer.ok) {
        const text = await answer.text();
        await kept.put(path, new Response(text));
        return { text, live: true };
      }
    } catch { /* no connection: what was kept answers */ }
    const old = await kept.match(path, { ignoreVary: true });
    return old ? { text: await old.text(), live: false } : null;
  }

  const facts = async () => { const f = await get("/check/facts", "application/json"); return f && JSON.parse(f.text); };
  const keys = async () => { const k = await get("/api/v1/keys", "application/jwk-set+json, */*;q=0.1"); return k && JSON.parse(k.text).keys; };

  // digits undoes the decimal text of a card's code: 17 digits for seven bytes, least significant first.
  function digits(text) {
    const length = [0, 3, 5, 8, 10, 13, 15, 17], out = [];
    while (text) {
      let n = 7;
      while (n && length[n] > text.length) n--;
      const part = text.slice(0, length[n]);
      if (!n || !/^\d+$/.test(part) || n < 7 && part.length !== text.length) throw new Forged();
      let v = BigInt(part);
      if (v >> BigInt(8 * n)) throw new Forged();
      for (let i = 0; i < n; i++, v >>= 8n) out.push(Number(v & 255n));
      text = text.slice(part.length);
    }
    return Uint8Array.from(out);
  }

  // cbor reads the part of CBOR that a card is written in.
  function cbor(bytes) {
    let at = 0;
    const take = (n) => { if (at + n > bytes.length) throw new Forged(); return bytes.subarray(at, at += n); };
    const number = (low) => {
      if (low < 24) return low;
      if (low > 27) throw new Forged();
      return take(1 << low - 24).reduce((n, b) => n * 256 + b, 0);
    };
    const item = (depth) => {
      if (depth > 8) throw new Forged();
      const first = take(1)[0], low = first & 31;
      if (first >> 5 === 7) throw new Forged();
      const n = number(low);
      switch (first >> 5) {
        case 0: return n;
        case 1: return -1 - n;
        case 2: return take(n);
        case 3: return utf8.decode(take(n));
        case 4: { if (n > 64) throw new Forged(); return Array.from({ length: n }, () => item(depth + 1)); }
        case 5: {
          if (n > 64) throw new Forged();
          const m = new Map();
          for (let i = 0; i < n; i++) { const k = item(depth + 1); if (m.has(k)) throw new Forged(); m.set(k, item(depth + 1)); }
          return m;
        }
        default: return item(depth + 1); // a tag
      }
    };
    const value = item(0);
    if (at !== bytes.length) throw new Forged();
    return value;
  }

  const bstr = (b) => b.length < 24 ? [0x40 | b.length, ...b] : b.length < 256 ? [0x58, b.length, ...b] : [0x59, b.length >> 8, b.length & 255, ...b];
  const unb64 = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const b64 = (b) => btoa(String.fromCharCode(...b)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  async function signed(jwks, purpose, kid, data, signature) {
    const fit = jwks.filter((k) => k.purpose === purpose && k.kid === kid);
    for (const k of fit) {
      const key = await crypto.subtle.importKey("jwk", { kty: k.kty, crv: k.crv, x: k.x, y: k.y }, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
      if (await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, data)) return true;
    }
    if (fit.length) throw new Forged();
    return false; // a key that is not known here
  }

  // card reads a card's code. It throws Forged, and returns null for an unknown key.
  async function card(text, jwks) {
    const token = cbor(digits(text));
    if (!Array.isArray(token) || token.length !== 4 || !(token[0] instanceof Uint8Array) || !(token[2] instanceof Uint8Array) || token[3]?.length !== 64) throw new Forged();
    const head = cbor(token[0]);
    if (head.get(1) !== -7 || ![undefined, 61].includes(head.get(16)) || head.has(2)) throw new Forged();
    const data = Uint8Array.from([0x84, 0x6a, ...new TextEncoder().encode("Signature1"), ...bstr(token[0]), 0x40, ...bstr(token[2])]);
    if (!await signed(jwks, "card", b64(head.get(4)), data, token[3])) return null;
    const c = cbor(token[2]), own = c.get(-65537), list = c.get(65535).get("status_list"), powers = [];
    (own.get(4) || []).forEach((b, i) => { for (let j = 0; j < 8; j++) if (b >> j & 1) powers.push(8 * i + j); });
    return { nbf: c.get(5), exp: c.get(4), iat: c.get(6) || c.get(5), number: own.get(1), role: own.get(2), employer: own.get(3), area: own.get(5), powers, index: list.get("idx"), uri: list.get("uri") };
  }

  // status reads the card's place in its list; null where nothing can be said.
  async function status(c, jwks, now) {
    const got = await get(new URL(c.uri).pathname, "application/statuslist+jwt, */*;q=0.1");
    if (!got) return null;
    try {
      const [head, body, sig] = got.text.trim().split("."), h = JSON.parse(utf8.decode(unb64(head))), t = JSON.parse(utf8.decode(unb64(body)));
      if (h.alg !== "ES256" || h.typ !== "statuslist+jwt" || t.sub !== c.uri || t.iat > now + 300 || t.exp <= now) return null;
      if (!await signed(jwks, "status", h.kid, new TextEncoder().encode(head + "." + body), unb64(sig))) return null;
      const bits = t.status_list.bits;
      if (![1, 2, 4, 8].includes(bits)) return null;
      const stream = new Blob([unb64(t.status_list.lst)]).stream().pipeThrough(new DecompressionStream("deflate"));
      const list = new Uint8Array(await new Response(stream).arrayBuffer());
      const at = c.index * bits;
      if (at >> 3 >= list.length) return null;
      return { value: list[at >> 3] >> at % 8 & (1 << bits) - 1, made: t.iat, live: got.live };
    } catch { return null; }
  }

  // What is shown.
  const say = (tag, text, cls) => { const e = document.createElement(tag); if (cls) e.className = cls; e.textContent = text ?? ""; return e; };
  const shape = (kind) => $("shape-" + kind).content.firstElementChild.cloneNode(true);
  const uk = (s, o) => new Date(s * 1000).toLocaleString("en-GB", { timeZone: "Europe/London", ...o });
  const clock = (s) => uk(s, { hour: "2-digit", minute: "2-digit" });
  const day = (s) => uk(s, { day: "numeric", month: "long", year: "numeric" });
  const when = (s, now) => now - s < 64800 ? clock(s) : day(s) + ", " + clock(s);
  function ago(seconds) {
    const m = Math.max(0, Math.floor(seconds / 60)), h = Math.floor(m / 60);
    return m < 1 ? "just now" : h < 1 ? m + " min ago" : h < 48 ? h + " h " + m % 60 + " min ago" : Math.floor(h / 24) + " days ago";
  }

  function show(a) {
    const box = $("answer"), band = say("div", "", "ww-verdict ww-verdict--" + a.kind), words = say("div");
    words.append(say("h1", a.word), say("p", a.sentence));
    band.append(shape(a.kind), words);
    const age = say("div", "", "ck-age");
    age.append(say("span", a.live ? "Checked just now, live" : "No connection"), say("span", a.age));
    box.replaceChildren(band, age);
    if (a.who) {
      const who = say("div");
      who.append(say("p", a.who.role, "ck-role"), say("p", a.who.employer), say("p", "Accredited person " + a.who.number), say("p", a.who.area ? "May act in: " + a.who.area : ""));
      box.append(who);
    }
    for (const [heading, points] of a.sections) {
      const list = say("ul", "", "ww-points");
      for (const [kind, strong, rest] of points) {
        const li = say("li"), text = say("span");
        text.append(say("strong", strong), rest || "");
        li.append(shape(kind), text);
        list.append(li);
      }
      box.append(say("h2", heading), list);
    }
    if (a.foot) box.append(say("p", a.foot, "ww-quiet"));
    const buttons = say("div", "", "ck-buttons"), again = say("button", a.kind === "not-known" ? "Try again" : "Check again", "ck-button ck-button--main");
    const call = say("a", "Call 101", "ck-button"), other = say("button", "Check another", "ck-button");
    call.href = "tel:101";
    again.onclick = () => check(a.text);
    other.onclick = () => { history.replaceState(null, "", "/check/offline"); box.replaceChildren(); $("ask").hidden = false; $("code").value = ""; $("code").focus(); };
    buttons.append(again, call, other);
    box.append(buttons);
    $("ask").hidden = true;
    document.title = a.word + (a.number ? ": " + a.number : "");
    scrollTo(0, 0);
  }

  const todo = (badge) => ["What to do", [["go", "Try again", " when you have signal."], ["go", "Look:", " do the face, the uniform and " + badge + " match the card?"],
    ["go", "Call 101", " and give the number on the card. The control room can tell at once."]]];
  const means = [["What this means", [["not-in-force", "", "This card gives nobody a power to ask for your name and address, or to give you a penalty."],
    ["not-in-force", "", "You need not pay or hand over anything because of it."]]],
    ["What to do", [["go", "", "Keep a safe distance. If you feel threatened, call 999."], ["go", "", "Call 101 and say where you saw it."]]]];

  async function judge(text) {
    const now = Date.now() / 1000, f = await facts(), jwks = f && await keys();
    const unknown = (points, more) => ({ kind: "not-known", word: "Could not check", sentence: "This is neither a yes nor a no.", age: clock(now), sections: [["What we know", points], todo(f?.badge || "the badge")], ...more });
    const not = (sentence, more) => ({ kind: "not-in-force", word: "Not valid", sentence, age: clock(now), sections: means, ...more });
    if (!jwks) return unknown([["not-known", "Who made this card.", " This phone has not been here with a connection yet, so it has no keys to check with."]]);
    let c;
    try { c = await card(text, jwks); } catch { return not("This was not made by " + f.force + "."); }
    if (!c) return unknown([["not-known", "Who made this card.", " It is signed with a key that is not known here."]]);
    const said = { number: c.number }, made = ["in-force", "The card was made by " + f.force + ".", " Its signature is good. Issued " + day(c.iat) + "."];
    if (now >= c.exp) return not("Expired at the end of " + day(c.exp - 1) + ".", said);
    if (now < c.nbf) return not("Not in force before " + day(c.nbf) + ".", said);
    const claims = "The card says: accredited person " + [c.number, c.role, c.employer].filter(Boolean).join(", ") + ". Believe it only as far as you would believe the card itself.";
    const s = await status(c, jwks, now);
    if (!s) return unknown([made, ["not-known", "Whether it was withdrawn", " we cannot tell without a connection. This phone has no list it can rely on."]], { ...said, foot: claims });
    const seen = { ...said, live: s.live, age: "List last seen " + when(s.made, now) + " (" + ago(now - s.made) + ")" };
    if (s.value !== 0 && s.value !== 2) return not("Withdrawn, reported lost or ended, by " + when(s.made, now) + ".", seen);
    if (now - s.made > f.maxAge) return unknown([made, ["not-known", "Whether it was withdrawn since " + when(s.made, now), " we cannot tell without a connection. At " + when(s.made, now) +
      (s.value ? " it was not in force." : " it was in force.")]], { ...seen, foot: claims });
    if (s.value === 2) return not("This card is not valid now.", seen);
    const today = new Date(now * 1000).toLocaleDateString("sv", { timeZone: "Europe/London" });
    const may = c.powers.map((n) => f.powers[n]).filter((p) => p && (!p.ends || today < p.ends)).map((p) => ["in-force", p.lead, p.rest]);
    return { kind: "in-force", word: "Valid", sentence: "A genuine card, in force at " + when(s.made, now) + ".", ...seen, who: c, sections: [
      ["Does the face match?", [["go", "", "Compare the face with the photograph on the card."]]],
      ["What they may ask of you", may.length ? may : [["go", "", "Nothing on the strength of this card."]]], ["What they may not do", f.never.map((n) => ["not-in-force", n.lead, n.rest])],
      ["Look for", [["go", "", "The uniform, and " + f.badge + ". Without both, the powers cannot be used."]]]],
      foot: "Powers are those of the day the card was issued, without any that the law has ended. A check with a connection tells today’s, and gives a code that their phone must answer." };
  }

  async function check(text) {
    const plain = text.trim().replace(/^.*[/#]/s, "");
    show({ ...await judge(plain), text: plain });
  }

  async function camera() {
    const video = $("video"), detector = new BarcodeDetector({ formats: ["qr_code"] });
    try { video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); } catch { $("state").textContent = "The camera cannot be used. Paste the code instead."; return; }
    video.hidden = false;
    await video.play();
    for (let found = ""; !found; await new Promise((r) => setTimeout(r, 200))) {
      found = (await detector.detect(video).catch(() => []))[0]?.rawValue || "";
      if (found) { video.srcObject.getTracks().forEach((t) => t.stop()); video.hidden = true; await check(found); }
    }
  }

  async function start() {
    const from = () => location.hash.slice(1) || (/^\/c\//i.test(location.pathname) ? location.pathname : "");
    $("form").onsubmit = (e) => { e.preventDefault(); if ($("code").value.trim()) check($("code").value); };
    if ("BarcodeDetector" in window && navigator.mediaDevices) { $("camera").hidden = false; $("camera").onclick = camera; }
    addEventListener("hashchange", () => from() && check(from()));
    const css = encodeURIComponent(document.querySelector("link[rel=stylesheet]").getAttribute("href"));
    const ready = !("serviceWorker" in navigator) ? null : Promise.all(["/check/", "/C/", "/c/"].map((scope) => navigator.serviceWorker.register("/check/worker.js?css=" + css, { scope })))
      .then(([own]) => own.active || new Promise((done) => { const w = own.installing || own.waiting; w.onstatechange = () => w.state === "activated" && done(); })).catch(() => null);
    if (from()) await check(from());
    const f = await facts(), k = await keys();
    for (const uri of f?.lists || []) await get(new URL(uri).pathname, "application/statuslist+jwt, */*;q=0.1");
    await ready;
    $("state").textContent = f && k ? "This phone can check cards without a connection." : "Open this page once with a connection, so that it can check without one.";
    document.documentElement.dataset.ready = "yes";
  }
  start();
})();
