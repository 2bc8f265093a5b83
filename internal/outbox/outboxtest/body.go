package outboxtest

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// body is the words of a message, as a mail program shows them.
func body(m *mail.Message) string {
	r := m.Body
	switch strings.ToLower(m.Header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return "cannot be read: " + err.Error()
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}
