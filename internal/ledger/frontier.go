package ledger

import (
	"bytes"
	"crypto/sha256"
	"hash"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/db"
	"watchword/internal/id"
)

// frontier is a Merkle tree of which only the roots of its full subtrees are kept,
// largest first: enough to add leaves and to tell the root.
type frontier struct {
	size int64
	tops []tlog.Hash
}

// add adds a leaf and returns the roots it completed of subtrees as high as a tile,
// lowest first: of 256 leaves, of 65,536, and so on.
func (f *frontier) add(leaf tlog.Hash) []tlog.Hash {
	var done []tlog.Hash
	h, height := leaf, 0
	for n := f.size; n&1 == 1; n >>= 1 {
		h = tlog.NodeHash(f.tops[len(f.tops)-1], h)
		f.tops = f.tops[:len(f.tops)-1]
		if height++; height%TileHeight == 0 {
			done = append(done, h)
		}
	}
	f.tops = append(f.tops, h)
	f.size++
	return done
}

func (f *frontier) root() tlog.Hash {
	if f.size == 0 {
		h, _ := tlog.TreeHash(0, nil)
		return h
	}
	h := f.tops[len(f.tops)-1]
	for i := len(f.tops) - 2; i >= 0; i-- {
		h = tlog.NodeHash(f.tops[i], h)
	}
	return h
}

// tileCheck keeps what the stored tiles should hold: a digest of each row of 256
// leaves, and every hash of the rows above.
type tileCheck struct {
	row    hash.Hash
	leaves int
	rows   [][32]byte    // level 0, tile by tile
	upper  [][]tlog.Hash // level 1 and up, hash by hash
}

func (t *tileCheck) add(leaf tlog.Hash, completed []tlog.Hash) {
	if t.row == nil {
		t.row = sha256.New()
	}
	t.row.Write(leaf[:])
	if t.leaves++; t.leaves == tileWidth {
		t.rows = append(t.rows, [32]byte(t.row.Sum(nil)))
		t.row.Reset()
		t.leaves = 0
	}
	for i, h := range completed {
		if i == len(t.upper) {
			t.upper = append(t.upper, nil)
		}
		t.upper[i] = append(t.upper[i], h)
	}
}

// compare reads every stored tile and names the first that does not fit, is missing,
// or should not be there.
func (t *tileCheck) compare(tx *db.Tx, force id.Force) error {
	next := map[int64]int64{}
	_, err := db.All(tx, func(s db.Scanner) (struct{}, error) {
		var level, n int64
		var stored []byte
		if err := s.Scan(&level, &n, &stored); err != nil {
			return struct{}{}, err
		}
		if n != next[level] || !t.fits(level, n, stored) {
			return struct{}{}, finds("tile %d of level %d does not fit the entries", next[level], level)
		}
		next[level]++
		return struct{}{}, nil
	}, `SELECT level, n, hashes FROM ledger_tile WHERE force_id = ? ORDER BY level, n`, string(force))
	if err != nil {
		return err
	}
	if int(next[0]) != len(t.rows) {
		return finds("tile %d of level 0 is missing", next[0])
	}
	for i, hs := range t.upper {
		if level := int64(i + 1); int(next[level]) != len(hs)/tileWidth {
			return finds("tile %d of level %d is missing", next[level], level)
		}
	}
	return nil
}

func (t *tileCheck) fits(level, n int64, stored []byte) bool {
	if level == 0 {
		return int(n) < len(t.rows) && sha256.Sum256(stored) == t.rows[n]
	}
	if int(level) > len(t.upper) || (n+1)*tileWidth > int64(len(t.upper[level-1])) {
		return false
	}
	return bytes.Equal(stored, joinHashes(t.upper[level-1][n*tileWidth:(n+1)*tileWidth]))
}
