package agreement

import (
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/print"
	"watchword/internal/register"
)

// Document is an agreement as it is read and printed: its text, the schedule as it stood
// at the last signature or, while it is unsigned, as it stands, the signature blocks, and
// behind a protocol its annex. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Document(tx *db.Tx, who authz.Actor, v Version) (print.Document, error) {
	if err := s.readable(tx, who, &v.State); err != nil {
		return print.Document{}, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return print.Document{}, err
	}
	a := &v.State
	d := print.Document{Style: print.Report, Title: a.Title, Force: f.Name, Scheme: "Community Safety Accreditation Scheme", Refs: []print.Row{{Key: "Agreement", Value: a.Number}}, Made: a.Since}
	text, err := s.Text(tx, who.Force, v)
	if err != nil {
		return d, err
	}
	d.Foot = a.Number + ", " + a.State.words()
	if a.Text != "" {
		d.Foot += ". SHA-256 " + string(a.Text[:16]) + "…"
	}
	if a.State == Draft {
		d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Bold("A draft. It has not been issued, and binds nobody.")})
	}
	d.Blocks = append(d.Blocks, blocks(text)...)
	d.Blocks = append(d.Blocks, signatures(a, f.Name)...)
	if a.Kind == Protocol {
		more, err := s.appendices(tx, who, v)
		if err != nil {
			return d, err
		}
		d.Blocks = append(d.Blocks, more...)
	}
	return d, nil
}

// blocks is a text as print sets it. Its title is the document's own.
func blocks(text string) []print.Block {
	var out []print.Block
	var bullets []print.Text
	flush := func() {
		if len(bullets) > 0 {
			out = append(out, print.List{Items: bullets})
			bullets = nil
		}
	}
	for _, l := range Lines(text) {
		if l.Kind != Bullet {
			flush()
		}
		switch l.Kind {
		case Title:
		case Heading:
			out = append(out, print.Heading{Level: 2, Text: l.Text})
		case Bullet:
			bullets = append(bullets, open(l.Text))
		case Clause, Item:
			out = append(out, print.Paragraph{Text: append(print.Text{{Text: l.Mark + " ", Bold: true}}, open(l.Text)...)})
		default:
			out = append(out, print.Paragraph{Text: open(l.Text)})
		}
	}
	flush()
	return out
}

// open is a line with what is not filled in set off.
func open(text string) print.Text {
	var out print.Text
	for {
		m := fieldMark.FindStringSubmatchIndex(text)
		if m == nil {
			return append(out, print.Span{Text: text})
		}
		out = append(out, print.Span{Text: text[:m[0]]}, print.Span{Text: "[" + label(text[m[2]:m[3]]) + ": not filled in]", Bold: true})
		text = text[m[1]:]
	}
}

// label is what a field is called.
func label(key string) string {
	for _, k := range Kinds {
		for _, f := range fields[k] {
			if f.Key == key {
				return f.Label
			}
		}
	}
	return strings.ReplaceAll(key, "_", " ")
}

// signatures is the signature blocks of both sides.
func signatures(a *Agreement, force string) []print.Block {
	out := []print.Block{print.Heading{Level: 2, Text: "Signatures"}}
	if a.State == Draft || a.State == Discarded && a.Text == "" {
		return append(out, print.Paragraph{Text: print.Plain("It can be signed when it has been issued.")})
	}
	for _, x := range []struct {
		side  Side
		named string
	}{{OfForce, a.Chief}, {OfOrg, a.Lead}} {
		sig, ok := a.SignedBy(x.side)
		if !ok {
			post := "For and on behalf of the organisation"
			if x.side == OfForce {
				post = "For and on behalf of " + force
			}
			out = append(out, print.Signature{Name: x.named, Post: post, Signed: "Not signed"})
			continue
		}
		out = append(out, print.Signature{Name: sig.Typed, Post: sig.Post, Signed: "Signed " + clock.Moment(sig.At) + ", on the account of " + sig.By,
			Aside: []print.Text{print.Plain("SHA-256 of the text"), {{Text: fours(string(sig.Text)[:32]), Mono: true}}, {{Text: fours(string(sig.Text)[32:]), Mono: true}}}})
	}
	return out
}

// fours sets a fingerprint in groups of four.
func fours(s string) string {
	var b strings.Builder
	for i, c := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// appendices is what stands behind a protocol: the schedule, and the annex.
func (s *Service) appendices(tx *db.Tx, who authz.Actor, v Version) ([]print.Block, error) {
	a := &v.State
	at, all, err := "as it stands", []Scheduled(nil), error(nil)
	if n := len(a.Signatures); n > 0 && a.Signatures[n-1].Schedule != "" {
		var text string
		text, err = readText(tx, who.Force, a.Signatures[n-1].Schedule)
		all, at = kept(text), "as it stood when "+a.Signatures[n-1].Typed+" signed, "+clock.Moment(a.Signatures[n-1].At)
	} else {
		all, err = s.schedule(tx, who.Force, a.Org, register.Now(s.ledger.Now()))
	}
	if err != nil {
		return nil, err
	}
	out := []print.Block{print.PageBreak{}, print.Heading{Level: 2, Text: "Schedule of accredited persons, " + at}}
	if len(all) == 0 {
		out = append(out, print.Paragraph{Text: print.Plain("Nobody was accredited for the organisation.")})
	} else {
		t := print.Table{Caption: "Accredited persons and their supervisors", Quiet: true,
			Columns: []print.Column{{Title: "AP number", Share: 2}, {Title: "Name", Share: 3}, {Title: "Role", Share: 3}, {Title: "Immediate supervisor", Share: 3}}}
		for _, p := range all {
			supervisor := p.Supervisor
			if supervisor == "" {
				supervisor = "None named"
			}
			t.Rows = append(t.Rows, []string{p.Number, p.Name, p.Role, supervisor})
		}
		out = append(out, t)
	}
	if a.Annex == "" {
		return out, nil
	}
	x, err := table.Find(tx, who.Force, string(a.Annex), register.Now(s.ledger.Now()))
	if err != nil {
		return nil, err
	}
	text, err := s.Text(tx, who.Force, x)
	if err != nil {
		return nil, err
	}
	return append(append(out, print.PageBreak{}, print.Heading{Level: 2, Text: "Annex A: " + lower(x.State.Title) + " " + x.State.Number}), annexed(blocks(text))...), nil
}

// annexed sets the headings of an annex one level lower.
func annexed(bs []print.Block) []print.Block {
	for i, b := range bs {
		if h, ok := b.(print.Heading); ok {
			h.Level = 3
			bs[i] = h
		}
	}
	return bs
}

// Plain is the text of an agreement as it was issued, byte for byte: its SHA-256 is the
// fingerprint that was signed. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Plain(tx *db.Tx, who authz.Actor, v Version) ([]byte, error) {
	if err := s.readable(tx, who, &v.State); err != nil {
		return nil, err
	}
	text, err := s.Text(tx, who.Force, v)
	return []byte(text), err
}
