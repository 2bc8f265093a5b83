// Package assets serves the style sheets, fonts and pictures of all pages from
// our own address, under names that change with their content, packed once and
// kept by browsers for good.
//
// dist is made from src (ours) and upstream (of others, see its README) by the
// command in build; a test tells when it is out of date.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ./build

//go:embed dist
var dist embed.FS

// Prefix is where assets are served.
const Prefix = "/assets/"

// file is one asset.
type file struct {
	kind    string
	content []byte
	packed  func() []byte // nil: it does not get smaller
}

var byName, byAddress = load()

func load() (map[string]string, map[string]*file) {
	names, addresses := map[string]string{}, map[string]*file{}
	entries, err := fs.ReadDir(dist, "dist")
	if err != nil {
		panic("assets: " + err.Error())
	}
	for _, e := range entries {
		content, err := dist.ReadFile("dist/" + e.Name())
		if err != nil {
			panic("assets: " + err.Error())
		}
		f := &file{kind: kind(e.Name()), content: content}
		if !strings.HasSuffix(e.Name(), ".woff2") {
			f.packed = sync.OnceValue(func() []byte { return pack(content) })
		}
		address := Prefix + Hashed(e.Name(), content)
		names[e.Name()], addresses[address] = address, f
	}
	return names, addresses
}

// Hashed is the name with a fingerprint of the content: watchword.1f2e3d4c5b.css.
func Hashed(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
}

func kind(name string) string {
	switch path.Ext(name) {
	case ".woff2":
		return "font/woff2"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func pack(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is good, so there is no error
	_, _ = w.Write(b)                                       // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// URL is the address of an asset by its plain name, such as watchword.css. It
// panics on a name that there is not: that is a broken build.
func URL(name string) string {
	address, ok := byName[name]
	if !ok {
		panic("assets: there is no " + name)
	}
	return address
}

// Content is an asset by its plain name, for tests and for packs that carry it.
func Content(name string) []byte { return byAddress[URL(name)].content }

// Handler serves all assets under Prefix.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := byAddress[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		body := f.content
		if f.packed != nil {
			h.Add("Vary", "Accept-Encoding")
			if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				h.Set("Content-Encoding", "gzip")
				body = f.packed()
			}
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // the reader has gone; there is nobody to tell
		}
	})
}
