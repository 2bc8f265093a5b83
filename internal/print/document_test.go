package print

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// certificate is the one of the warden with the card.
func certificate() Document {
	return Document{
		Style: Certificate, Title: "Accreditation", Force: "Eastmarch Constabulary", Scheme: "Community Safety Accreditation Scheme",
		Refs: []Row{{"Certificate", "EM 4417 / 1"}}, Made: made,
		Blocks: []Block{
			Paragraph{Size: Lead, Text: Plain("The Chief Constable of Eastmarch Constabulary, under section 41 of the Police Reform Act 2002, being satisfied of the matters in section 41(4), grants accreditation to")},
			Paragraph{Size: Name, Text: Bold("Tamsin Okafor")},
			Paragraph{Size: Lead, Text: Text{{Text: "community warden, employed by "}, {Text: "Aldermere City Council", Bold: true}}},
			Summary{Rows: []Row{
				{"In force", "From 3 February 2026 to the end of 2 February 2029"}, {"Area", "The City of Aldermere"},
				{"Uniform", "Council green jacket and polo shirt, approved 2 February 2024, with the badge specified by the Secretary of State"},
				{"Conditions", "None further"},
			}},
			Heading{Level: 2, Text: "Powers, Police Reform Act 2002, Schedule 5"},
			Table{Caption: "Powers", Quiet: true, Plain: true, Columns: []Column{{Title: "Paragraph", Share: 15, Mono: true}, {Title: "Power", Share: 96}}, Rows: [][]string{
				{"1(2)(a)", "Fixed penalty notice: cycling on the footway (Highway Act 1835, s72)"},
				{"1(2)(ba)", "Penalty notice: graffiti and fly-posting (Anti-social Behaviour Act 2003, s43(1))"},
				{"1(2)(c)", "Fixed penalty notice: litter (Environmental Protection Act 1990, ss 87, 88)"},
				{"2", "Require name and address: the offences above (2(3)(a)); offences causing injury, alarm, distress, loss or damage (2(3)(b)); begging (2(3)(aa))"},
				{"3", "Require name and address: antisocial behaviour"}, {"3A", "Require name and address: traffic offences"},
				{"5", "Take alcohol from young people"}, {"6", "Take tobacco, under 16"}, {"8A", "Stop a cycle"}, {"8B", "Direct traffic; with 3A"},
			}},
			Paragraph{Text: Plain("Usable only in the course of that employment, in uniform and with the badge, and shown on request. It ends at once if the employment or the council’s arrangements end. It gives no power to arrest, detain, search or use force.")},
			Signature{Name: "Daniel Thorne", Post: "Chief Inspector, for the Chief Constable", Signed: "Signed 3 February 2026, 09:12",
				Aside: []Text{Plain("Ledger entry 31,806"), {{Text: "kT4v 9QmX 2hLw 7Zc1", Mono: true}}, Plain("A power may since have ended: scan for today")},
				QR:    "HTTPS://EASTMARCH.EXAMPLE/L/31806"},
		},
	}
}

func letter() Document {
	return Document{
		Style: Letter, Title: "Your accreditation is suspended", Force: "Eastmarch Constabulary", Scheme: "Community Safety Accreditation Scheme",
		Refs: []Row{{"Our reference", "EM 4417 / 2"}}, To: []string{"Tamsin Okafor", "14 Quayside", "Aldermere", "EM1 4QS"}, Date: "17 November 2026", Made: made,
		Foot: "Eastmarch Constabulary, Scheme office, Watch House, Aldermere EM1 1AA",
		Blocks: []Block{
			Paragraph{Text: Plain("This letter tells you of a decision under section 42(2) of the Police Reform Act 2002. Your employer has a copy.")},
			Heading{Level: 2, Text: "What this means"},
			List{Items: []Text{Plain("You may not use any power from 17 November 2026, 10:42."), Plain("Return your card and badge to your supervisor.")}},
			List{Numbered: true, Items: []Text{Plain("Read the reasons."), {{Text: "Ask for a review at "}, {Text: "eastmarch.example/review", Link: "https://eastmarch.example/review"}, {Text: "."}}}},
			QRCode{Text: "HTTPS://EASTMARCH.EXAMPLE/R", Caption: "Scan to ask for a review"},
		},
	}
}

// report runs over several pages and holds one of everything.
func report(t testing.TB) Document {
	d := Document{Title: "Accredited organisations", Force: "Eastmarch Constabulary", Scheme: "Community Safety Accreditation Scheme", Made: made, Foot: "As at 17 November 2026"}
	d.Blocks = append(d.Blocks, Heading{Level: 2, Text: "Numbers"}, Figure{Image: asPNG(t, portrait(60, 75)), Alt: "A drawn portrait", Caption: "Portrait", Width: 30})
	table := Table{Caption: "Organisations", Columns: []Column{{Title: "Organisation", Share: 3}, {Title: "Area", Share: 2}, {Title: "Persons", Right: true}}}
	for i := range 70 {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("Council of the District Number %d, Neighbourhood Services", i), "Aldermere East", fmt.Sprint(i * 37)})
	}
	d.Blocks = append(d.Blocks, table, PageBreak{}, Heading{Level: 3, Text: "Notes"}, Paragraph{Size: Small, Text: Plain("Counts are of persons.")})
	return d
}

func TestDocumentsAreSoundAndHoldTheirWords(t *testing.T) {
	t.Parallel()
	tool(t, "pdftotext", "poppler-utils")
	for name, tt := range map[string]struct {
		doc   Document
		pages string
		words []string
	}{
		"certificate": {certificate(), "Pages:           1\n", []string{"Tamsin Okafor", "1(2)(ba)", "Daniel Thorne", "kT4v 9QmX 2hLw 7Zc1", "EM 4417 / 1"}},
		"letter":      {letter(), "Pages:           1\n", []string{"14 Quayside", "17 November 2026", "Your accreditation is suspended", "Return your card"}},
		"report":      {report(t), "Pages:           6\n", []string{"Page 1 of 6", "Page 6 of 6", "District Number 69", "2553"}},
	} {
		pdf, err := tt.doc.PDF()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		path := keep(t, name+".pdf", pdf)
		wellFormed(t, path)
		info := output(t, "pdfinfo", path)
		for _, want := range []string{tt.pages, "Title:           " + tt.doc.Title, "A4"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: pdfinfo lacks %q:\n%s", name, want, info)
			}
		}
		text := strings.Join(strings.Fields(output(t, "pdftotext", "-layout", path, "-")), " ")
		for _, want := range tt.words {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		if again, err := tt.doc.PDF(); err != nil || !bytes.Equal(pdf, again) {
			t.Errorf("%s: a second file differs (%v)", name, err)
		}
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	doc := certificate()
	doc.Title, doc.Language = "Achrediad <&> Ŵyn", "cy"
	pdf, err := doc.PDF()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/Lang (cy)", "<rdf:li>cy</rdf:li>", "Achrediad &lt;&amp;&gt; Ŵyn", "D:20260203091200"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
}

// tags is every element of a fragment in order, with its text.
func tags(t testing.TB, fragment string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

func TestHTMLIsSemantic(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]Document{"certificate": certificate(), "letter": letter(), "report": report(t)} {
		fragment, err := doc.HTML()
		if err != nil {
			t.Fatal(err)
		}
		keep(t, name+".html", []byte(fragment))
		count := map[string]int{}
		for _, n := range tags(t, string(fragment)) {
			count[n.Data]++
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s> has the attribute %s", name, n.Data, a.Key)
				}
				if n.Data == "th" && a.Key == "scope" {
					count["scoped"]++
				}
				if n.Data == "img" && a.Key == "alt" && a.Val != "" {
					count["alt"]++
				}
			}
		}
		if count["h1"] != 1 || count["article"] != 1 || count["script"] != 0 || count["th"] != count["scoped"] || count["img"] != count["alt"] || count["table"] != count["caption"] {
			t.Errorf("%s: %v", name, count)
		}
	}
}

func TestSameWordsInPDFAndHTML(t *testing.T) {
	t.Parallel()
	tool(t, "pdftotext", "poppler-utils")
	for name, doc := range map[string]Document{"certificate": certificate(), "letter": letter()} {
		pdf, err := doc.PDF()
		if err != nil {
			t.Fatal(err)
		}
		fragment, err := doc.HTML()
		if err != nil {
			t.Fatal(err)
		}
		text := output(t, "pdftotext", "-layout", keep(t, "same-"+name+".pdf", pdf), "-")
		var all strings.Builder
		for _, n := range tags(t, string(fragment)) {
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				if c.Type == html.TextNode && n.Data != "style" {
					all.WriteString(c.Data + " ")
				}
			}
		}
		printed := map[string]bool{}
		for _, w := range strings.Fields(text) {
			printed[strings.Trim(w, ".,;:()")] = true
		}
		for _, w := range strings.Fields(all.String()) {
			if w = strings.Trim(w, ".,;:()"); w != "" && !printed[w] && w != "Paragraph" && w != "Power" { // heads of the plain table
				t.Errorf("%s: %q is on the page but not in the file", name, w)
			}
		}
	}
}

func TestTheCodeOfACertificateIsRead(t *testing.T) {
	t.Parallel()
	tool(t, "pdftoppm", "poppler-utils")
	tool(t, "zbarimg", "zbar-tools")
	pdf, err := certificate().PDF()
	if err != nil {
		t.Fatal(err)
	}
	path := keep(t, "code.pdf", pdf)
	output(t, "pdftoppm", "-r", "150", "-png", "-singlefile", path, path)
	if got := strings.TrimSpace(output(t, "zbarimg", "-q", "--raw", path+".png")); got != "HTTPS://EASTMARCH.EXAMPLE/L/31806" {
		t.Errorf("read %q", got)
	}
}

func TestAnyTextCanBePrinted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.StringN(0, 4000, -1).Draw(r, "text")
		doc := Document{Style: Style(rapid.IntRange(0, 2).Draw(r, "style")), Title: s, Force: s, Refs: []Row{{s, s}}, To: []string{s}, Foot: s, Made: made,
			Blocks: []Block{Paragraph{Text: Plain(s)}, Summary{Rows: []Row{{s, s}}}, List{Items: []Text{Plain(s)}},
				Table{Caption: s, Columns: []Column{{Title: s}, {Title: "b", Right: true}}, Rows: [][]string{{s, s}, {s}, {}}}, Signature{Name: s, Post: s, Aside: []Text{Plain(s)}}}}
		if _, err := doc.PDF(); err != nil {
			r.Fatal(err)
		}
		if _, err := doc.HTML(); err != nil {
			r.Fatal(err)
		}
	})
}

func TestAVeryLongCellRunsOverPages(t *testing.T) {
	t.Parallel()
	tool(t, "pdftotext", "poppler-utils")
	doc := Document{Title: "Long", Made: made, Blocks: []Block{Table{Columns: []Column{{Title: "Word"}}, Rows: [][]string{{strings.Repeat("word ", 4000) + "last"}}}}}
	pdf, err := doc.PDF()
	if err != nil {
		t.Fatal(err)
	}
	if text := output(t, "pdftotext", keep(t, "cell.pdf", pdf), "-"); strings.Count(text, "word") != 4000 || !strings.Contains(text, "last") {
		t.Errorf("%d words of 4000 are printed", strings.Count(text, "word"))
	}
}

func TestBadFigureIsAnError(t *testing.T) {
	t.Parallel()
	doc := Document{Title: "x", Blocks: []Block{Figure{Image: []byte("<svg onload=x>")}}}
	if _, err := doc.PDF(); err == nil {
		t.Error("an SVG is printed")
	}
	if _, err := doc.HTML(); err == nil {
		t.Error("an SVG is shown")
	}
}

func TestQRTextsInEveryMode(t *testing.T) {
	t.Parallel()
	for text, size := range map[string]int{"1": 21, "HTTPS://A/C/12345678901234567890": 25, "https://a.example/c/abc": 25, qrText: 69, "": 21} {
		s, err := MakeQR(text)
		if err != nil || s.Size != size {
			t.Errorf("%q: %d modules, %v; want %d", text, s.Size, err, size)
		}
	}
	if _, err := MakeQR(strings.Repeat("a", 3000)); err == nil {
		t.Error("3,000 characters fit into a QR code")
	}
}
