package sign

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

const origin = "eastmarch.example/ledger"

func TestCheckpointIsReadBack(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCheckpoints)
	want := Checkpoint{Origin: origin, Size: 31806, Root: tlog.RecordHash([]byte("x"))}
	note, err := SignCheckpoint(key, want, signedAt)
	if err != nil {
		t.Fatal(err)
	}
	got, err := VerifyCheckpoint(note, Keys{newKey(t, ForCards).Public(), key.Public()}, origin)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	text, err := key.Public().VerifierKey()
	if err != nil {
		t.Fatal(err)
	}
	published, err := ParseVerifierKey(text)
	if err != nil || published.ID != key.Public().ID {
		t.Fatalf("%+v, %v", published, err)
	}
	if _, err := VerifyCheckpoint(note, Keys{published}, origin); err != nil {
		t.Error(err)
	}
	for name, tt := range map[string]struct {
		note   string
		keys   Keys
		origin string
	}{
		"another origin":  {string(note), Keys{key.Public()}, "westmarch.example/ledger"},
		"another key":     {string(note), Keys{newKey(t, ForCheckpoints).Public()}, origin},
		"no key":          {string(note), nil, origin},
		"another size":    {strings.Replace(string(note), "31806", "31807", 1), Keys{key.Public()}, origin},
		"no signature":    {want.Text(), Keys{key.Public()}, origin},
		"nothing":         {"", Keys{key.Public()}, origin},
		"only the header": {origin + "\n", Keys{key.Public()}, origin},
	} {
		if _, err := VerifyCheckpoint([]byte(tt.note), tt.keys, tt.origin); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := SignCheckpoint(key, want, keyUntil); !errors.Is(err, ErrPeriod) {
		t.Errorf("after its time: %v", err)
	}
	if _, err := SignCheckpoint(newKey(t, ForCards), want, signedAt); !errors.Is(err, ErrPurpose) {
		t.Errorf("with a key for cards: %v", err)
	}
}

func TestCheckpointText(t *testing.T) {
	t.Parallel()
	empty := Checkpoint{Origin: origin, Root: tlog.Hash(sum(nil))}
	want := origin + "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
	if empty.Text() != want {
		t.Errorf("%q", empty.Text())
	}
	for name, text := range map[string]string{
		"no newline at the end": want[:len(want)-1], "leading zero": strings.Replace(want, "\n0\n", "\n00\n", 1), "a sign": strings.Replace(want, "\n0\n", "\n+1\n", 1),
		"negative": strings.Replace(want, "\n0\n", "\n-1\n", 1), "no origin": want[len(origin):], "short hash": origin + "\n1\nAAAA\n", "an empty extension": want + "\n",
		"two lines": origin + "\n1\n", "too large": strings.Replace(want, "\n0\n", "\n99999999999999999999\n", 1),
	} {
		if c, err := ParseCheckpoint(text); err == nil {
			t.Errorf("%s is read as %+v", name, c)
		}
	}
	if c, err := ParseCheckpoint(want + "extension\n"); err != nil || !cmp.Equal(c.Extensions, []string{"extension"}) {
		t.Errorf("%+v, %v", c, err)
	}
	for _, bad := range []Checkpoint{{Origin: "", Size: 1}, {Origin: "a\nb", Size: 1}, {Origin: origin, Size: -1}} {
		if _, err := SignCheckpoint(newKey(t, ForCheckpoints), bad, signedAt); err == nil {
			t.Errorf("%+v is signed", bad)
		}
	}
}

func TestTilePaths(t *testing.T) {
	t.Parallel()
	for path, tile := range map[string]tlog.Tile{
		"tile/0/x001/x234/067":   {H: 8, L: 0, N: 1234067, W: 256},
		"tile/0/000":             {H: 8, L: 0, N: 0, W: 256},
		"tile/1/000.p/1":         {H: 8, L: 1, N: 0, W: 1},
		"tile/0/273.p/112":       {H: 8, L: 0, N: 273, W: 112},
		"tile/2/000.p/1":         {H: 8, L: 2, N: 0, W: 1},
		"tile/entries/005":       {H: 8, L: -1, N: 5, W: 256},
		"tile/entries/x001/000":  {H: 8, L: -1, N: 1000, W: 256},
		"tile/entries/005.p/255": {H: 8, L: -1, N: 5, W: 255},
	} {
		if got := TilePath(tile); got != path {
			t.Errorf("TilePath(%+v) = %s, want %s", tile, got, path)
		}
		if got, err := ParseTilePath(path); err != nil || got != tile {
			t.Errorf("ParseTilePath(%s) = %+v, %v", path, got, err)
		}
	}
	for _, bad := range []string{"", "tile", "tile/0", "tile/0/", "tile/0/1", "tile/0/0001", "tile/00/001", "tile/64/000", "tile/-1/000", "tile/data/000", "tile/0/x000/001",
		"tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/x001", "tile/0/001/002", "tile/0/../000", "/tile/0/000", "tile/0/+01",
		"tile/0/" + strings.Repeat("x999/", 8) + "999"} {
		if got, err := ParseTilePath(bad); err == nil {
			t.Errorf("ParseTilePath(%q) = %+v", bad, got)
		}
	}
}

// What a growth to 70,000 must publish, as the specification counts it.
func TestTilesOfAGrowth(t *testing.T) {
	t.Parallel()
	paths := map[string]bool{}
	for _, tile := range tlog.NewTiles(TileHeight, 0, 70000) {
		paths[TilePath(tile)] = true
	}
	for _, want := range []string{"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} {
		if !paths[want] {
			t.Errorf("%s is missing", want)
		}
	}
	if len(paths) != 274+2+1 {
		t.Errorf("%d tiles", len(paths))
	}
}

func TestEntryTiles(t *testing.T) {
	t.Parallel()
	var tile []byte
	want := [][]byte{[]byte("first"), {}, make([]byte, 0xffff)}
	for _, e := range want {
		var err error
		if tile, err = AppendEntry(tile, e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Entries(tile)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v", err)
	}
	if _, err := AppendEntry(nil, make([]byte, 0x10000)); err == nil {
		t.Error("an entry of 65,536 bytes fits")
	}
	for _, cut := range [][]byte{tile[:len(tile)-1], {0}, {0, 1}} {
		if _, err := Entries(cut); err == nil {
			t.Error("a tile cut short is read")
		}
	}
}

func TestProofFile(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCheckpoints)
	log := &memoryLog{}
	for i := range 300 {
		log.add(t, fmt.Append(nil, "entry ", i))
	}
	note, err := SignCheckpoint(key, Checkpoint{Origin: origin, Size: log.size, Root: log.root(t)}, signedAt)
	if err != nil {
		t.Fatal(err)
	}
	for _, index := range []int64{0, 1, 255, 256, 299} {
		hashes, err := tlog.ProveRecord(log.size, index, log)
		if err != nil {
			t.Fatal(err)
		}
		want := Proof{Index: index, Hashes: hashes, Checkpoint: note}
		if index == 1 {
			want.Extra = []byte("salt")
		}
		got, err := ParseProof(want.Marshal())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
		if c, err := got.Check(tlog.RecordHash(fmt.Append(nil, "entry ", index)), Keys{key.Public()}, origin); err != nil || c.Size != 300 {
			t.Errorf("entry %d: %+v, %v", index, c, err)
		}
		if _, err := got.Check(tlog.RecordHash([]byte("another")), Keys{key.Public()}, origin); err == nil {
			t.Errorf("another entry is proved at %d", index)
		}
	}
}

func TestWhatIsNoProof(t *testing.T) {
	t.Parallel()
	good := string(Proof{Index: 5, Hashes: tlog.RecordProof{{1}}, Checkpoint: []byte("note\n")}.Marshal())
	for name, file := range map[string]string{
		"nothing": "", "another version": strings.Replace(good, "@v1", "@v2", 1), "no index": strings.Replace(good, "index 5\n", "", 1), "a negative index": strings.Replace(good, "index 5", "index -5", 1),
		"no checkpoint": strings.Replace(good, "note\n", "", 1), "a broken hash": strings.Replace(good, "AQAA", "A?AA", 1), "a short hash": strings.Replace(good, "index 5\n", "index 5\nAAAA\n", 1),
		"broken extra": strings.Replace(good, "index", "extra ?\nindex", 1), "too many hashes": strings.Replace(good, "index 5\n", "index 5\n"+strings.Repeat("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 64), 1),
	} {
		if p, err := ParseProof([]byte(file)); err == nil {
			t.Errorf("%s is read as %+v", name, p)
		}
	}
}

func TestTilePathProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		want := tlog.Tile{H: 8, L: rapid.IntRange(-1, 63).Draw(r, "level"), N: rapid.Int64Range(0, 1<<50).Draw(r, "n"), W: rapid.IntRange(1, 256).Draw(r, "w")}
		if got, err := ParseTilePath(TilePath(want)); err != nil || got != want {
			r.Fatalf("%s: %+v, %v", TilePath(want), got, err)
		}
	})
}

func FuzzLogTexts(f *testing.F) {
	f.Add("tile/0/x001/x234/067")
	f.Add(string(Proof{Extra: []byte("x"), Index: 5, Hashes: tlog.RecordProof{{1}}, Checkpoint: []byte("note\n")}.Marshal()))
	f.Add(Checkpoint{Origin: origin, Size: 7}.Text())
	f.Fuzz(func(t *testing.T, s string) {
		if tile, err := ParseTilePath(s); err == nil && TilePath(tile) != s {
			t.Errorf("%q is read as %+v", s, tile)
		}
		if c, err := ParseCheckpoint(s); err == nil && c.Text() != s {
			t.Errorf("%q is read as %+v", s, c)
		}
		if p, err := ParseProof([]byte(s)); err == nil {
			if _, err := ParseProof(p.Marshal()); err != nil {
				t.Errorf("%q is not written as it was read", s)
			}
		}
		_, _ = Entries([]byte(s))
		_, _ = ParseVerifierKey(s)
	})
}
