package ledgerweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/desk"
	"watchword/internal/ledger"
	"watchword/internal/web"
)

// proofView is the way from an entry to the signed checkpoint with nothing left out, so
// that anybody can go it with a calculator of fingerprints.
type proofView struct {
	File  string // address of the file
	Words bool   // the file carries the words and their salt
	Seal  string
	Entry string // the entry's identity, as it stands in the leaf
	Leaf  string
	Times string
	Path  []pathStep
	Root  string
	Size  string
	Key   string
}

// pathStep is one join on the way.
type pathStep struct {
	Says           string // what stands on which side
	Beside, Result string
}

// proofOf is the proof as the page shows it.
func proofOf(ev *desk.Evidence) *proofView {
	v := &proofView{File: address(ev.Entry.Place) + "/proof", Words: ev.Text != "" && !ev.Withheld, Seal: full(ev.Entry.Commitment), Entry: string(ev.Entry.ID),
		Leaf: full(ledger.LeafHash(ev.Entry)), Root: full(ev.Checkpoint.Root), Size: web.Number(int(ev.Checkpoint.Size)), Key: ev.Key}
	v.Times = web.Number(len(ev.Steps)) + " times"
	if len(ev.Steps) == 1 {
		v.Times = "once"
	}
	for _, s := range ev.Steps {
		side := "After it stands, for "
		if s.First < ev.Entry.Place {
			side = "Before it stands, for "
		}
		v.Path = append(v.Path, pathStep{Says: side + places(s.First, s.Last), Beside: full(s.Beside), Result: full(s.Result)})
	}
	return v
}

// places is the entries that a fingerprint stands for.
func places(first, last int64) string {
	if first == last {
		return "entry " + web.Number(int(first))
	}
	return "entries " + web.Number(int(first)) + " to " + web.Number(int(last))
}

// proof is the file with which the entry can be checked without this program.
func (h *Handlers) proof(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	place, led, err := h.place(w, r, who)
	if led || err != nil {
		return err
	}
	ev, err := h.evidence(r, who, place)
	if err != nil {
		return err
	}
	file, err := ev.ProofFile()
	if err != nil {
		return err
	}
	return web.Send(w, "text/plain; charset=utf-8", "entry-"+strconv.FormatInt(place, 10)+".tlog-proof", file)
}
