// Command build makes assets/dist from assets/src and assets/upstream: it cuts the
// style sheets of GOV.UK and MOJ Frontend down to the components that are ported,
// takes the name of GDS Transport out, adds ours, and writes one small file. Run
// it with go generate ./internal/web/assets.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"watchword/internal/web/assets"
)

func main() {
	files, err := build(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join("dist", name), content, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "build:", err)
			os.Exit(1)
		}
		fmt.Printf("%8d %s\n", len(content), name)
	}
}

// fonts are the font files by the names they are served under.
var fonts = map[string]string{
	"next-latin.woff2":     "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2",
	"next-latin-ext.woff2": "atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
	"mono-latin.woff2":     "atkinson-hyperlegible-mono/atkinson-hyperlegible-mono-latin-400-normal.woff2",
	"mono-latin-ext.woff2": "atkinson-hyperlegible-mono/atkinson-hyperlegible-mono-latin-ext-400-normal.woff2",
}

// pictures are our own, served as they are.
var pictures = []string{"mark.svg", "wrong.svg"}

// sheets are our style sheets in their order.
var sheets = []string{"tokens.css", "base.css", "frame.css", "govuk.css", "moj.css", "part.css", "table.css", "chart.css", "narrow.css", "print.css"}

// build answers with the files of dist by name; dir is the folder of assets.
func build(dir string) (map[string][]byte, error) {
	if err := check(filepath.Join(dir, "upstream")); err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for name, from := range fonts {
		b, err := os.ReadFile(filepath.Join(dir, "upstream", from))
		if err != nil {
			return nil, err
		}
		out[name] = b
	}
	var css strings.Builder
	css.WriteString("@layer base,upstream;@layer upstream{")
	for _, name := range []string{"govuk-frontend/govuk-frontend.min.css", "moj-frontend/moj-frontend.min.css"} {
		b, err := os.ReadFile(filepath.Join(dir, "upstream", name))
		if err != nil {
			return nil, err
		}
		css.WriteString(cut(string(b)))
	}
	css.WriteString("}\n")
	for _, name := range sheets {
		b, err := os.ReadFile(filepath.Join(dir, "src", name))
		if err != nil {
			return nil, err
		}
		css.Write(b)
	}
	for _, name := range pictures {
		b, err := os.ReadFile(filepath.Join(dir, "src", name))
		if err != nil {
			return nil, err
		}
		out[name] = bytes.TrimSpace(b)
	}
	text := css.String()
	for name := range out {
		text = strings.ReplaceAll(text, "url("+name+")", "url("+assets.Prefix+assets.Hashed(name, out[name])+")")
	}
	var err error
	if out["watchword.css"], err = small(text); err != nil {
		return nil, err
	}
	if out["search.js"], err = script(filepath.Join(dir, "src", "search.js")); err != nil {
		return nil, err
	}
	check, err := os.ReadFile(filepath.Join(dir, "src", "check.css"))
	if err != nil {
		return nil, err
	}
	out["check.css"], err = small(string(check))
	return out, err
}

// small is the text without what a browser does not need.
func small(text string) ([]byte, error) {
	r := api.Transform(text, api.TransformOptions{
		Loader: api.LoaderCSS, MinifyWhitespace: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone,
		Engines: []api.Engine{{Name: api.EngineChrome, Version: "99"}, {Name: api.EngineSafari, Version: "15.4"}, {Name: api.EngineFirefox, Version: "97"}},
	})
	for _, m := range append(r.Errors, r.Warnings...) {
		return nil, fmt.Errorf("style sheet: %s: %s", m.Text, m.Location.LineText[max(0, m.Location.Column-120):min(len(m.Location.LineText), m.Location.Column+80)])
	}
	return r.Code, nil
}

// script is a script without what a browser does not need.
func script(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := api.Transform(string(text), api.TransformOptions{Loader: api.LoaderJS, MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true, Target: api.ES2020, LegalComments: api.LegalCommentsNone})
	for _, m := range append(r.Errors, r.Warnings...) {
		return nil, fmt.Errorf("%s: %s", path, m.Text)
	}
	return r.Code, nil
}

// check compares the files of upstream with their checksums.
func check(dir string) error {
	sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		return err
	}
	for s := bufio.NewScanner(bytes.NewReader(sums)); s.Scan(); {
		want, name, _ := strings.Cut(s.Text(), "  ")
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != want {
			return fmt.Errorf("%s is not the file that was recorded", name)
		}
	}
	return nil
}
