// Checks the proof of an entry in the browser, from the very file that can be
// downloaded: words to seal, seal to leaf, leaf to root, root to the signed checkpoint,
// and the signature where the browser knows Ed25519. Without script, or on an address
// without TLS, what the server found stands alone.
"use strict";
(async () => {
  const at = document.getElementById("checks");
  if (!at || !window.crypto || !crypto.subtle) return;
  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const utf8 = text => new TextEncoder().encode(text);
  const join = (...parts) => new Uint8Array(parts.flatMap(p => [...p]));
  const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
  const sha = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
  const done = [];
  const check = (holds, text) => { done.push(holds); say(holds, text); };
  const list = document.createElement("ul");
  list.className = "ww-points";
  const say = (holds, text) => {
    const word = holds === null ? "Not checked" : holds ? "Holds" : "Does not hold";
    const li = document.createElement("li"), span = document.createElement("span"), hidden = document.createElement("span");
    hidden.className = "govuk-visually-hidden";
    hidden.textContent = word + ": ";
    span.append(hidden, text);
    li.append(at.querySelector(`template[data-says="${word}"]`).content.cloneNode(true), span);
    list.append(li);
  };
  try {
    const file = await (await fetch(at.dataset.proof)).text();
    const cut = file.indexOf("\n\n");
    const head = file.slice(0, cut).split("\n"), note = file.slice(cut + 2);
    const extra = JSON.parse(new TextDecoder().decode(bytes(head[1].slice("extra ".length))));
    let place = Number(head[2].slice("index ".length));
    const leaf = bytes(extra.leaf), seal = bytes(extra.commitment);
    if (extra.content) check(same(await sha(bytes(extra.salt), utf8(extra.content)), seal), "The words, with their salt, give the seal.");
    else say(null, "The words, which are not in your file.");
    check(same(leaf.slice(-32), seal), "The leaf ends with the seal.");
    let hash = await sha([0], leaf), last = Number(note.split("\n")[1]) - 1;
    for (const text of head.slice(3)) {
      const beside = bytes(text);
      if (place % 2 === 1 || place === last) {
        hash = await sha([1], beside, hash);
        while (place % 2 === 0 && place > 0) { place = place / 2; last = Math.floor(last / 2); }
      } else hash = await sha([1], hash, beside);
      place = Math.floor(place / 2);
      last = Math.floor(last / 2);
    }
    check(last === 0 && same(hash, bytes(note.split("\n")[2])), "Joined " + (head.length - 3) + " times, the leaf gives the root of the checkpoint.");
    await signature(note);
  } catch (e) {
    check(false, "The proof could not be read: " + e.message);
  }
  at.dataset.state = done.every(Boolean) ? "holds" : "fails";
  const head = document.createElement("h3");
  head.textContent = done.every(Boolean) ? "What your browser checked itself" : "Your browser checked the proof, and it does not fit";
  at.append(head, list);

  async function signature(note) {
    const name = at.dataset.key.split("+")[0];
    const line = note.split("\n").find(l => l.startsWith("\u2014 " + name + " "));
    let imported;
    try {
      imported = await crypto.subtle.importKey("raw", bytes(at.dataset.key.slice(name.length + 10)).slice(1), "Ed25519", false, ["verify"]);
    } catch {
      return say(null, "The signature, which this browser cannot check.");
    }
    const text = utf8(note.slice(0, note.indexOf("\n\n") + 1));
    check(await crypto.subtle.verify("Ed25519", imported, bytes(line.split(" ")[2]).slice(4), text), "The checkpoint bears the signature of " + name + ".");
  }
})();
