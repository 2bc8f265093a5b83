package sign

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// TileHeight is the height of a C2SP tile: 256 hashes wide.
const TileHeight = 8

const tileWidth = 1 << TileHeight

// ErrTile: the path names no tile.
var ErrTile = errors.New("this is not the path of a tile")

// TilePath is where C2SP clients look for a tile, under the log's address:
// "tile/0/x001/x234/067", with ".p/17" behind it when it is partial. Level -1 is the tile of
// entries: "tile/entries/000". The tile's height must be TileHeight.
func TilePath(t tlog.Tile) string {
	level := strconv.Itoa(t.L)
	if t.L == -1 {
		level = "entries"
	}
	n := fmt.Sprintf("%03d", t.N%1000)
	for rest := t.N / 1000; rest > 0; rest /= 1000 {
		n = fmt.Sprintf("x%03d/%s", rest%1000, n)
	}
	if t.W < tileWidth {
		n += ".p/" + strconv.Itoa(t.W)
	}
	return "tile/" + level + "/" + n
}

// ParseTilePath reads what TilePath writes, and nothing else.
func ParseTilePath(path string) (tlog.Tile, error) {
	t := tlog.Tile{H: TileHeight, W: tileWidth}
	rest, ok := strings.CutPrefix(path, "tile/")
	level, number, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 || len(path) > 100 {
		return tlog.Tile{}, ErrTile
	}
	number, width, partial := strings.Cut(number, ".p/")
	if partial {
		w, err := parseNumber(width)
		if err != nil || w < 1 || w >= tileWidth {
			return tlog.Tile{}, ErrTile
		}
		t.W = int(w)
	}
	if level == "entries" {
		t.L = -1
	} else if l, err := parseNumber(level); err == nil && l < 64 {
		t.L = int(l)
	} else {
		return tlog.Tile{}, ErrTile
	}
	for _, group := range strings.Split(number, "/") {
		d, err := strconv.ParseUint(strings.TrimPrefix(group, "x"), 10, 16)
		if err != nil || d > 999 || t.N > 1<<50 {
			return tlog.Tile{}, ErrTile
		}
		t.N = t.N*1000 + int64(d)
	}
	if TilePath(t) != path { // every other spelling
		return tlog.Tile{}, ErrTile
	}
	return t, nil
}

// AppendEntry appends an entry to a tile of entries: its length in 2 bytes, big-endian, and
// its bytes. An entry is at most 65,535 bytes.
func AppendEntry(tile, entry []byte) ([]byte, error) {
	if len(entry) > 0xffff {
		return nil, fmt.Errorf("an entry of %d bytes does not fit into a tile", len(entry))
	}
	tile = binary.BigEndian.AppendUint16(tile, uint16(len(entry)))
	return append(tile, entry...), nil
}

// Entries is the entries of a tile.
func Entries(tile []byte) ([][]byte, error) {
	var out [][]byte
	for len(tile) > 0 {
		if len(tile) < 2 || len(tile) < 2+int(binary.BigEndian.Uint16(tile)) {
			return nil, errors.New("the tile of entries is cut short")
		}
		end := 2 + int(binary.BigEndian.Uint16(tile))
		out = append(out, tile[2:end])
		tile = tile[end:]
	}
	return out, nil
}
