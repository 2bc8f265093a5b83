package sheet

import (
	"bytes"
	"strings"
	"unicode/utf16"

	"watchword/internal/fault"
)

// foreign refuses a kind of file that people send by mistake, and says what to do.
func foreign(data []byte) error {
	switch what := foreignKind(data); what {
	case "":
		return nil
	case locked:
		return fault.New(fault.Invalid, "The workbook is locked with a password. Open it in a spreadsheet program, take the password away, save it and send it again.")
	case shortcut:
		return fault.New(fault.Invalid, "This is only a shortcut to a spreadsheet kept online, without its lines. Open it, download it as .xlsx and send that.")
	default:
		return fault.New(fault.Invalid, "This is %s, not a CSV or XLSX spreadsheet. Open it in a spreadsheet program and save it as .xlsx or as CSV.", what)
	}
}

const (
	locked   = "locked"
	shortcut = "shortcut"
)

// foreignKind names the kind of file, or is empty for what may be a spreadsheet.
func foreignKind(data []byte) string {
	head := string(data[:min(len(data), 512)])
	for _, k := range []struct{ begins, what string }{
		{"%PDF-", "a PDF document"},
		{"\x89PNG", "a picture"},
		{"\xFF\xD8\xFF", "a picture"},
		{"GIF8", "a picture"},
		{"{\\rtf", "a text document"},
		{"\x1F\x8B", "a compressed file (gzip)"},
		{"7z\xBC\xAF", "a compressed file (7-Zip)"},
		{"Rar!", "a compressed file (RAR)"},
		{"\x7FELF", "a program"},
		{"MZ\x90", "a program"},
		{"SQLite format 3\x00", "a database"},
	} {
		if strings.HasPrefix(head, k.begins) {
			return k.what
		}
	}
	if strings.HasPrefix(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
		return compound(data)
	}
	start := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(head, "\uFEFF"), " \t\r\n"))
	for _, k := range []struct{ begins, what string }{
		{"<!doctype html", "a web page"}, {"<html", "a web page"}, {"<table", "a web page"}, {"mime-version:", "a web page"}, {"<?xml", "an XML document"},
		{`{"url"`, shortcut},
	} {
		if strings.HasPrefix(start, k.begins) {
			return k.what
		}
	}
	return ""
}

// compound tells the files apart that old Office programs and locked workbooks share: a
// small file system, whose names are UTF-16.
func compound(data []byte) string {
	for _, k := range []struct{ stream, what string }{
		{"EncryptedPackage", locked},
		{"Workbook", "an old Excel workbook (.xls)"},
		{"Book", "an old Excel workbook (.xls)"},
		{"WordDocument", "an old text document"},
		{"__substg1.0", "an e-mail"},
	} {
		var name []byte
		for _, u := range utf16.Encode([]rune(k.stream)) {
			name = append(name, byte(u), byte(u>>8))
		}
		if bytes.Contains(data, name) {
			return k.what
		}
	}
	return "an old Office document"
}
