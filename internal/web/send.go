package web

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
)

// Attachment is the Content-Disposition of what is saved under the name.
func Attachment(name string) string { return disposition("attachment", name) }

// disposition quotes a name, or encodes one that is not plain (RFC 6266).
func disposition(how, name string) string {
	for _, c := range name {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return mime.FormatMediaType(how, map[string]string{"filename": name})
		}
	}
	return how + `; filename="` + name + `"`
}

// Attach sets the headers under which what follows is saved under the name: nobody on the way
// keeps it, and no browser runs it.
func Attach(w http.ResponseWriter, kind, name string) {
	h := w.Header()
	named(h, kind, Attachment(name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
}

func named(h http.Header, kind, disposition string) {
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", disposition)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
}

// Send sends a file to be saved under the name; see Attach.
func Send(w http.ResponseWriter, kind, name string, content []byte) error {
	Attach(w, kind, name)
	return whole(w, content)
}

// SendPDF sends a document that a browser shows if it can, and else saves under the name.
// Nobody on the way keeps it.
func SendPDF(w http.ResponseWriter, name string, pdf []byte) error {
	named(w.Header(), "application/pdf", disposition("inline", name))
	return whole(w, pdf)
}

func whole(w http.ResponseWriter, content []byte) error {
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // the reader has gone; there is nobody to tell
	return nil
}

// SendAsset sends a style sheet or script that a slice has beside the common ones, put together
// of its parts. Only the browser keeps it, and for an hour.
func SendAsset(w http.ResponseWriter, kind string, parts ...[]byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "private, max-age=3600")
	return whole(w, bytes.Join(parts, nil))
}
