package cardweb

import (
	"os"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// TestScriptsAreMadeFromTheirSources compares static with script. Run with UPDATE=1 to make
// it anew.
func TestScriptsAreMadeFromTheirSources(t *testing.T) {
	for _, name := range []string{"offline.js", "worker.js"} {
		source, err := os.ReadFile("script/" + name)
		if err != nil {
			t.Fatal(err)
		}
		made := api.Transform(string(source), api.TransformOptions{MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Target: api.ES2022})
		if len(made.Errors) > 0 {
			t.Fatalf("%s: %v", name, made.Errors)
		}
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile("static/"+name, made.Code, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		have, err := os.ReadFile("static/" + name)
		if err != nil || string(have) != string(made.Code) {
			t.Errorf("static/%s is not made from script/%s (UPDATE=1 makes it): %v", name, name, err)
		}
		if len(have) > 12_000 {
			t.Errorf("static/%s has %d bytes", name, len(have))
		}
	}
}
