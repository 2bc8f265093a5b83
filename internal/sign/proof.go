package sign

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const proofHeader = "c2sp.org/tlog-proof@v1"

// Proof is a proof file (c2sp.org/tlog-proof, extension .tlog-proof): that an entry is in
// the log which a checkpoint describes. Any C2SP tool can check it without us.
type Proof struct {
	Extra      []byte // anything the writer wants to send along; not proved
	Index      int64  // of the entry, from 0
	Hashes     tlog.RecordProof
	Checkpoint []byte // the signed note
}

// ErrProof: the file is no proof.
var ErrProof = errors.New("this is not a proof file")

// Marshal is the proof as a file.
func (p Proof) Marshal() []byte {
	var b strings.Builder
	b.WriteString(proofHeader + "\n")
	if len(p.Extra) > 0 {
		b.WriteString("extra " + base64.StdEncoding.EncodeToString(p.Extra) + "\n")
	}
	fmt.Fprintf(&b, "index %d\n", p.Index)
	for _, h := range p.Hashes {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return []byte(b.String())
}

// ParseProof reads a proof file. Nothing in it is checked yet.
func ParseProof(file []byte) (Proof, error) {
	if len(file) > 2<<20 {
		return Proof{}, ErrProof
	}
	head, checkpoint, ok := strings.Cut(string(file), "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || checkpoint == "" || len(lines) < 2 || lines[0] != proofHeader {
		return Proof{}, ErrProof
	}
	p := Proof{Checkpoint: []byte(checkpoint)}
	lines = lines[1:]
	if extra, ok := strings.CutPrefix(lines[0], "extra "); ok {
		b, err := base64.StdEncoding.Strict().DecodeString(extra)
		if err != nil || len(lines) < 2 {
			return Proof{}, ErrProof
		}
		p.Extra, lines = b, lines[1:]
	}
	number, ok := strings.CutPrefix(lines[0], "index ")
	index, err := parseNumber(number)
	if !ok || err != nil || len(lines) > 65 {
		return Proof{}, ErrProof
	}
	p.Index = index
	for _, line := range lines[1:] {
		h, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(h) != tlog.HashSize {
			return Proof{}, ErrProof
		}
		p.Hashes = append(p.Hashes, tlog.Hash(h))
	}
	return p, nil
}

// Check verifies that the entry with the given leaf hash (tlog.RecordHash of its bytes) is
// in the log of the origin, under a checkpoint signed by one of the keys. It returns that
// checkpoint.
func (p Proof) Check(leaf tlog.Hash, keys Keys, origin string) (Checkpoint, error) {
	c, err := VerifyCheckpoint(p.Checkpoint, keys, origin)
	if err != nil {
		return Checkpoint{}, err
	}
	if p.Index >= c.Size {
		return Checkpoint{}, errors.New("the entry lies beyond the checkpoint")
	}
	if err := tlog.CheckRecord(p.Hashes, c.Size, c.Root, p.Index, leaf); err != nil {
		return Checkpoint{}, err
	}
	return c, nil
}
