package server

import (
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/fault"
)

// The ledger as witnesses mirror it (C2SP tlog-tiles): the newest checkpoint, tiles of
// hashes, and entry bundles. They tell how many entries there are and their commitments,
// and nothing of what they say.

func (s *Server) forceByShort(tx *db.Tx, short string) (area.Force, error) {
	forces, err := s.Areas.Forces(tx)
	if err != nil {
		return area.Force{}, err
	}
	for _, f := range forces {
		if f.Short == short {
			return f, nil
		}
	}
	return area.Force{}, fault.New(fault.NotFound, "There is no such ledger.")
}

func (s *Server) checkpoint(w http.ResponseWriter, r *http.Request) error {
	_, c, err := s.latest(r.Context(), r.PathValue("force"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, err = w.Write([]byte(c.Note))
	return err
}

func (s *Server) tile(w http.ResponseWriter, r *http.Request) error {
	missing := fault.New(fault.NotFound, "The ledger has not grown to this tile.")
	level, path := r.PathValue("level"), r.PathValue("path")
	n, width, ok := tilePath(path)
	if !ok {
		return missing
	}
	body, err := db.Find(r.Context(), s.DB, func(tx *db.Tx) ([]byte, error) {
		f, err := s.forceByShort(tx, r.PathValue("force"))
		if err != nil {
			return nil, err
		}
		if level == "entries" {
			return s.Ledger.Leaves(tx, f.ID, n, width)
		}
		height, err := strconv.Atoi(level)
		if err != nil {
			return nil, missing
		}
		return s.Ledger.Tile(tx, f.ID, height, n, width)
	})
	if err != nil {
		return err
	}
	if body == nil {
		return missing
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable") // a tile never changes
	_, err = w.Write(body)
	return err
}

// tilePath reads the number of a tile written in groups of three figures, all but the
// last with an x before it, and the width of one that is not full: x001/x234/067.p/12.
func tilePath(path string) (n int64, width int, ok bool) {
	width = 256
	if whole, partial, found := strings.Cut(path, ".p/"); found {
		w, err := strconv.Atoi(partial)
		if err != nil || w < 1 || w > 255 || strconv.Itoa(w) != partial {
			return 0, 0, false
		}
		path, width = whole, w
	}
	groups := strings.Split(path, "/")
	if len(groups) > 6 {
		return 0, 0, false
	}
	for i, g := range groups {
		if i < len(groups)-1 {
			if g, ok = strings.CutPrefix(g, "x"); !ok {
				return 0, 0, false
			}
		}
		v, err := strconv.ParseUint(g, 10, 16)
		if err != nil || len(g) != 3 {
			return 0, 0, false
		}
		n = n*1000 + int64(v)
	}
	return n, width, true
}
