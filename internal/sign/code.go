package sign

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// digitsOf is how many decimal digits n bytes take, 0 to 7.
var digitsOf = [8]int{0, 3, 5, 8, 10, 13, 15, 17}

// encodeDigits writes bytes as decimal digits: seven bytes, least significant first, as 17
// digits; what is left as 3, 5, 8, 10, 13 or 15. It is the code of FIDO's QR texts, 8.1 bits
// of QR code a byte, where base32 takes 8.8.
func encodeDigits(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		n := min(7, len(b))
		var chunk [8]byte
		copy(chunk[:], b[:n])
		fmt.Fprintf(&out, "%0*d", digitsOf[n], binary.LittleEndian.Uint64(chunk[:]))
		b = b[n:]
	}
	return out.String()
}

// decodeDigits undoes encodeDigits, and refuses what encodeDigits would not write.
func decodeDigits(s string) ([]byte, bool) {
	var out []byte
	for len(s) > 0 {
		n := 7
		for n > 0 && digitsOf[n] > len(s) {
			n--
		}
		digits := s[:digitsOf[n]]
		if len(s) < digitsOf[7] && len(digits) != len(s) || strings.Trim(digits, "0123456789") != "" {
			return nil, false
		}
		v, err := strconv.ParseUint(digits, 10, 8*n)
		if err != nil {
			return nil, false
		}
		var chunk [8]byte
		binary.LittleEndian.PutUint64(chunk[:], v)
		out = append(out, chunk[:n]...)
		s = s[len(digits):]
	}
	return out, true
}

const base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// EncodeBase45 writes bytes in the alphabet of QR codes (RFC 9285).
func EncodeBase45(b []byte) string {
	out := make([]byte, 0, (len(b)+1)/2*3)
	for ; len(b) >= 2; b = b[2:] {
		n := int(b[0])<<8 | int(b[1])
		out = append(out, base45[n%45], base45[n/45%45], base45[n/2025])
	}
	if len(b) == 1 {
		out = append(out, base45[b[0]%45], base45[b[0]/45])
	}
	return string(out)
}

// DecodeBase45 undoes EncodeBase45. It refuses characters outside the alphabet, impossible
// lengths and values too large.
func DecodeBase45(s string) ([]byte, error) {
	bad := errors.New("this is not base45")
	out := make([]byte, 0, len(s)/3*2+1)
	for len(s) > 0 {
		n, weight, take := 0, 1, min(3, len(s))
		for _, c := range []byte(s[:take]) {
			d := strings.IndexByte(base45, c)
			if d < 0 {
				return nil, bad
			}
			n += d * weight
			weight *= 45
		}
		switch {
		case take == 3 && n <= 0xffff:
			out = append(out, byte(n>>8), byte(n))
		case take == 2 && n <= 0xff:
			out = append(out, byte(n))
		default:
			return nil, bad
		}
		s = s[take:]
	}
	return out, nil
}
