package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAssetsAreKeptForGoodUnderTheirFingerprint(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", URL("watchword.css"), nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	if w.Code != 200 || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	gz, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(gz); err != nil || !bytes.Equal(b, Content("watchword.css")) {
		t.Error("the packed sheet is another")
	}
}

func TestSheetTakesNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"watchword.css", "check.css"} {
		css := string(Content(name))
		for _, part := range strings.Split(css, "url(")[1:] {
			address := strings.Trim(part[:strings.IndexByte(part, ')')], `"'`)
			if strings.HasPrefix(address, "#") {
				continue
			}
			w := httptest.NewRecorder()
			Handler().ServeHTTP(w, httptest.NewRequest("GET", address, nil))
			if w.Code != 200 {
				t.Errorf("%s names %s, which is not served", name, address)
			}
		}
		if strings.Contains(css, "@import") {
			t.Errorf("%s imports another sheet", name)
		}
	}
	if n := len(Content("check.css")); n > 5000 {
		t.Errorf("the sheet of the card check has %d bytes", n)
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest("GET", "/assets/watchword.css", nil))
	if w.Code != 404 {
		t.Error("an asset is served without its fingerprint")
	}
}
