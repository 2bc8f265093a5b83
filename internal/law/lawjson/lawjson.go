// Package lawjson speaks law in JSON: it reads questions as JSON lines and writes
// verdicts as JSON lines, writes the catalogue, and describes both by a JSON
// Schema. Law itself knows no JSON.
//
// Read first Ask; question.go has every field of a question with its explanation,
// and is the source of the schema in docs/law.md.
package lawjson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"watchword/internal/law"
)

// MaxLine is the longest line that Ask reads, in bytes. A longer one is answered
// by an error and passed over.
const MaxLine = 1 << 20

// Ask reads one question a line and writes one verdict a line, in the same order.
// Blank lines are skipped. A line that cannot be read is answered by an object
// with "error" and "line" (the first line is 1), and reading goes on; bad counts
// them. The error is that of reading or writing, not that of a line.
func Ask(r io.Reader, w io.Writer) (bad int, err error) {
	in := bufio.NewReaderSize(r, 64<<10)
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, long, readErr := readLine(in)
		if readErr != nil && readErr != io.EOF {
			return bad, errors.Join(readErr, out.Flush())
		}
		if answer := answerLine(line, long, n); answer != nil {
			if _, wrong := answer.(wrongLine); wrong {
				bad++
			}
			if err := enc.Encode(answer); err != nil {
				return bad, err
			}
		}
		if readErr == io.EOF {
			return bad, out.Flush()
		}
	}
}

// wrongLine is the answer to a line that could not be read.
type wrongLine struct {
	Error string `json:"error"`
	Line  int    `json:"line"`
}

// answerLine is the answer to one line, or nil if it is blank.
func answerLine(line []byte, long bool, n int) any {
	if n == 1 {
		line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
	}
	line = bytes.TrimSpace(line)
	if long {
		return wrongLine{"the line is longer than one mebibyte", n}
	}
	if len(line) == 0 {
		return nil
	}
	q, id, err := Question(line)
	if err != nil {
		return wrongLine{err.Error(), n}
	}
	v := law.May(q)
	return verdictOf(id, &v)
}

// readLine is the next line without its end, and whether it was too long to keep.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > MaxLine {
			long, line = true, nil
		} else if !long {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, long, err
		}
	}
}
