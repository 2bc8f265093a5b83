package sign

import (
	"errors"
	"net/url"
	"strings"
)

// CardURL is the address in the QR code: base, "/C/" and the token in decimal digits, all
// in upper case, so that a QR code holds it in its two densest modes (alphanumeric, then
// numeric). The base is a web address such as "https://eastmarch.example".
//
// The server must answer at /C/ and at /c/ under that base: the path of an address keeps its
// case, and people retype it in lower case.
func CardURL(base string, token []byte) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", errors.New("the address of the check page must be like https://host or https://host/path")
	}
	prefix := strings.ToUpper(u.Scheme + "://" + u.Host + strings.TrimSuffix(u.EscapedPath(), "/") + "/C/")
	if strings.Trim(prefix, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./:") != "" {
		return "", errors.New("the address of the check page may hold letters, digits, full stops, hyphens and slashes alone")
	}
	return prefix + encodeDigits(token), nil
}

// ErrCardURL: the text is no address of a card.
var ErrCardURL = errors.New("this is not the address of a card")

// ParseCardURL is the token in the text of a QR code: an address with /C/ or /c/ before the
// digits, or the digits alone. Whose address it is does not matter: the signature tells.
func ParseCardURL(text string) ([]byte, error) {
	if len(text) > 4096 {
		return nil, ErrCardURL
	}
	text = strings.TrimSpace(text)
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		head := strings.ToLower(text[:i])
		if !strings.HasSuffix(head, "/c") || !strings.HasPrefix(head, "https://") && !strings.HasPrefix(head, "http://") {
			return nil, ErrCardURL
		}
		text = text[i+1:]
	}
	token, ok := decodeDigits(text)
	if !ok || len(token) == 0 {
		return nil, ErrCardURL
	}
	return token, nil
}
