package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/db"
	"watchword/internal/id"
)

// TileHeight is the height of published tiles: 2^8 hashes wide (C2SP tlog-tiles).
const TileHeight = 8

// Size is how many entries of the force stand in the tree.
func (l *Ledger) Size(tx *db.Tx, force id.Force) (int64, error) { return treeSize(tx, force) }

// Root is the root of the force's tree at that size, which must not be larger than it is.
func (l *Ledger) Root(tx *db.Tx, force id.Force, size int64) (tlog.Hash, error) {
	if size == 0 {
		return tlog.TreeHash(0, nil)
	}
	return tlog.TreeHash(size, tiles{tx, force, size})
}

// Proof is the inclusion proof of the entry at place in the tree of that size.
func (l *Ledger) Proof(tx *db.Tx, force id.Force, place, size int64) (tlog.RecordProof, error) {
	return tlog.ProveRecord(size, place, tiles{tx, force, size})
}

// Growth is the proof that the tree of size now contains the one of size before.
func (l *Ledger) Growth(tx *db.Tx, force id.Force, now, before int64) (tlog.TreeProof, error) {
	return tlog.ProveTree(now, before, tiles{tx, force, now})
}

// Tile is the hashes of a tile, width of them (1 to 256), for witnesses. It returns
// nil if the tree has not grown that far.
func (l *Ledger) Tile(tx *db.Tx, force id.Force, level int, n int64, width int) ([]byte, error) {
	size, err := treeSize(tx, force)
	if err != nil || level < 0 || level > 7 || n < 0 || width < 1 || width > tileWidth {
		return nil, err
	}
	span := int64(1) << (TileHeight * level)
	if (n*tileWidth+int64(width))*span > size {
		return nil, nil
	}
	hs, err := tiles{tx, force, size}.level(level, n, width)
	if err != nil {
		return nil, err
	}
	return joinHashes(hs), nil
}

// Leaves is the leaf bytes of entries n*256 up to n*256+width, for witnesses, each
// behind its length in two bytes; nil if the tree has not grown that far.
func (l *Ledger) Leaves(tx *db.Tx, force id.Force, n int64, width int) ([]byte, error) {
	size, err := treeSize(tx, force)
	if err != nil || n < 0 || width < 1 || width > tileWidth || n*tileWidth+int64(width) > size {
		return nil, err
	}
	var out []byte
	_, err = db.All(tx, func(s db.Scanner) (struct{}, error) {
		var entry id.Entry
		var c []byte
		if err := s.Scan(&entry, &c); err != nil {
			return struct{}{}, err
		}
		leaf := Leaf(entry, [32]byte(c))
		out = append(append(out, byte(len(leaf)>>8), byte(len(leaf))), leaf...)
		return struct{}{}, nil
	}, `SELECT id, commitment FROM ledger_entry WHERE force_id = ? AND place >= ? AND place < ? ORDER BY place`, string(force), n*tileWidth, n*tileWidth+int64(width))
	return out, err
}

// tiles reads stored hashes (tlog.HashReader) of a tree of that size from full tiles,
// and from the entries themselves where a tile is not yet full.
type tiles struct {
	tx    *db.Tx
	force id.Force
	size  int64
}

// ReadHashes implements tlog.HashReader.
func (t tiles) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	cache := map[[2]int64][]tlog.Hash{}
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		row, within := level/TileHeight, level%TileHeight
		// the hashes of tile row that lie under this one
		from, count := n<<within, int64(1)<<within
		key := [2]int64{int64(row), from / tileWidth}
		hs, ok := cache[key]
		if !ok {
			width := min(tileWidth, t.size>>(TileHeight*row)-key[1]*tileWidth)
			var err error
			if hs, err = t.level(row, key[1], int(width)); err != nil {
				return nil, err
			}
			cache[key] = hs
		}
		at := from % tileWidth
		if at+count > int64(len(hs)) {
			return nil, fmt.Errorf("the ledger of %s lacks the hash %d of level %d", t.force, n, level)
		}
		out[i] = rootOf(hs[at : at+count])
	}
	return out, nil
}

// level is the first width hashes of a tile.
func (t tiles) level(row int, n int64, width int) ([]tlog.Hash, error) {
	hs, err := tile(t.tx, t.force, row, n)
	if err != nil {
		return nil, err
	}
	if hs == nil && row == 0 {
		hs, err = leavesFrom(t.tx, t.force, n*tileWidth, n*tileWidth+int64(width))
	} else if hs == nil {
		hs, err = tileRoots(t.tx, t.force, row-1, n*tileWidth, n*tileWidth+int64(width))
	}
	if err != nil {
		return nil, err
	}
	if len(hs) < width {
		return nil, fmt.Errorf("the ledger of %s lacks hashes of tile %d of row %d", t.force, n, row)
	}
	return hs[:width], nil
}
