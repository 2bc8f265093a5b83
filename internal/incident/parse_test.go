package incident_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/fault"
	"watchword/internal/incident"
	"watchword/internal/incident/incidenttest"
)

const crime = "259348dc0c136c502f569dca1919557e8fa4cc216a06951a1a5817b6ac60e82e"

func TestEveryBadLineIsTold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, line, column, says string
	}{
		{"too few fields", "a,b,c", "", "3 fields, the heading 12"},
		{"too many fields", ",2018-01,E,E,1,52,S,L,N,Burglary,,,more", "", "13 fields, the heading 12"},
		{"no month", ",,E,E,1,52,S,L,N,Burglary,,", "Month", `"" is no month`},
		{"a day in place of a month", ",2018-01-01,E,E,1,52,S,L,N,Burglary,,", "Month", "is no month such as 2018-01"},
		{"month 13", ",2018-13,E,E,1,52,S,L,N,Burglary,,", "Month", "is no month"},
		{"before police.uk began", ",2009-01,E,E,1,52,S,L,N,Burglary,,", "Month", "January 2009 lies outside"},
		{"a month to come", ",2027-01,E,E,1,52,S,L,N,Burglary,,", "Month", "January 2027 lies outside"},
		{"nobody reported it", ",2018-01,,E,1,52,S,L,N,Burglary,,", "Reported by", "not told which force"},
		{"no type", ",2018-01,E,E,1,52,S,L,N,,,", "Crime type", "is no type of incident"},
		{"a type nobody publishes", ",2018-01,E,E,1,52,S,L,N,Piracy,,", "Crime type", `"Piracy" is no type`},
		{"half a point", ",2018-01,E,E,1,,S,L,N,Burglary,,", "Longitude", "only one of"},
		{"words in place of numbers", ",2018-01,E,E,east,north,S,L,N,Burglary,,", "Longitude", "are no longitude and latitude"},
		{"not a number at all", ",2018-01,E,E,NaN,52,S,L,N,Burglary,,", "Longitude", "are no longitude and latitude"},
		{"the wrong way round", ",2018-01,E,E,51.7,0.5,S,L,N,Burglary,,", "Longitude", "the wrong way round"},
		{"off the globe", ",2018-01,E,E,1,152,S,L,N,Burglary,,", "Longitude", "not on the globe"},
		{"a short identity", "abc,2018-01,E,E,1,52,S,L,N,Burglary,,", "Crime ID", "is no crime ID"},
		{"an identity of other letters", strings.Repeat("g", 64) + ",2018-01,E,E,1,52,S,L,N,Burglary,,", "Crime ID", "is no crime ID"},
		{"letters of another code", ",2018-01,E,E,1,52,Caf\xe9,L,N,Burglary,,", "", "not UTF-8"},
		{"a quotation mark astray", `,2018-01,E,E,1,52,The "Plough,L,N,Burglary,,`, "", "quotation marks"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := incidenttest.Parse(t, incidenttest.Heading+tt.line+"\n"+incidenttest.ASB(1, "2018-01", "1", "52", "High Street", "Aldermere 001A"))
			if len(p.Bad) != 1 || p.Bad[0].Line != 2 || p.Bad[0].Column != tt.column || !strings.Contains(p.Bad[0].Message, tt.says) {
				t.Errorf("told %v, want %q of %q on line 2", p.Bad, tt.says, tt.column)
			}
			if p.Lines != 2 || len(p.Parts) != 1 || len(p.Parts[0].Records) != 1 || p.Parts[0].Records[0].Line != 3 {
				t.Errorf("the good line: %+v", p.Parts)
			}
		})
	}
}

func TestWhatIsNoStreetLevelFileIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, says string }{
		{"nothing", "", "is empty"},
		{"a spreadsheet of people", "Name,Number\nA,1\n", "it lacks the columns crime id, month"},
		{"outcomes", "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n", "holds outcomes"},
		{"stops and searches", "Type,Date,Part of a policing operation,Latitude,Longitude,Gender,Self-defined ethnicity,Officer-defined ethnicity\n", "stops and searches"},
		{"half a packed file", string(packed(t, incidenttest.Heading)[:40]), "damaged"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", "lacks the columns"},
	} {
		if _, err := incident.Parse(strings.NewReader(tt.text), incident.MonthOf(accredtest.Today), nil); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func packed(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	accredtest.Must(t, z.Close())
	return b.Bytes()
}

func TestAFileIsTheSameHoweverItIsPacked(t *testing.T) {
	t.Parallel()
	text := incidenttest.Heading + incidenttest.ASB(3, "2018-01", "1", "52", "High Street", "Aldermere 001A") +
		crime + ",2018-01,Eastmarch Constabulary,Eastmarch Constabulary,,,No Location,,,Burglary,Under investigation,\n" +
		",2018-01,British Transport Police,British Transport Police,1.5,52.5,\"On or near Station, platform 1\",,,Bicycle theft,,\n"
	want := incidenttest.Parse(t, text)
	if len(want.Bad)+len(want.Notes) != 0 || want.Lines != 5 || len(want.Parts) != 2 || len(want.Places) != 2 {
		t.Fatalf("%+v", want)
	}
	if r := want.Parts[0].Records; len(r) != 4 || r[3].Kind.Title() != "Burglary" || r[3].Place != 0 || r[3].Outcome != "Under investigation" || r[0].Kind != incident.ASB || r[0].Place != r[2].Place {
		t.Errorf("records: %+v", r)
	}
	for name, other := range map[string]string{
		"gzip":                      string(packed(t, text)),
		"a byte order mark":         "\xef\xbb\xbf" + text,
		"packed, with such a mark":  string(packed(t, "\xef\xbb\xbf"+text)),
		"ends of lines of Windows":  strings.ReplaceAll(text, "\n", "\r\n"),
		"headings with underscores": strings.Replace(text, "Crime ID,Month,Reported by,Falls within", "crime_id,month,reported_by,falls_within", 1),
	} {
		if d := cmp.Diff(want, incidenttest.Parse(t, other)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestWhatIsOddIsNotedAndTaken(t *testing.T) {
	t.Parallel()
	p := incidenttest.Parse(t, incidenttest.Heading+crime+",2018-01,E,E,1,52,S,L,N,Burglary,,\n"+crime+",2018-01,E,E,1,52,S,L,N,Drugs,,\n"+
		strings.Replace(crime, "2", "3", 1)+",2018-01,E,E,1,52,S,L,N,Anti-social behaviour,,\n")
	if len(p.Bad) != 0 || len(p.Parts[0].Records) != 3 || len(p.Notes) != 2 || !strings.Contains(p.Notes[0].Message, "stands on line 2 already") || !strings.Contains(p.Notes[1].Message, "published without") {
		t.Errorf("%+v", p)
	}
}

func TestProgressIsTold(t *testing.T) {
	t.Parallel()
	var told []int
	_, err := incident.Parse(strings.NewReader(incidenttest.Heading+incidenttest.ASB(12_000, "2018-01", "1", "52", "High Street", "A 001A")), incident.MonthOf(accredtest.Today), func(n int) { told = append(told, n) })
	if err != nil || cmp.Diff([]int{5000, 10_000}, told) != "" {
		t.Errorf("%v, %v", told, err)
	}
}

// TestSharedEdgeCases reads rows of other forces, without places, and far away.
func TestSharedEdgeCases(t *testing.T) {
	t.Parallel()
	p := incidenttest.Parse(t, string(incidenttest.Shared(t, "formats/street-edge-cases.csv")))
	if len(p.Bad) != 0 || p.Lines != 40 {
		t.Errorf("%d lines, bad: %v", p.Lines, p.Bad)
	}
	var reporters []string
	for _, x := range p.Parts {
		reporters = append(reporters, x.Reporter)
	}
	want := []string{"Essex Police", "Suffolk Constabulary", "British Transport Police", "Police Service of Northern Ireland", "City of London Police"}
	if d := cmp.Diff(want, reporters); d != "" {
		t.Error(d)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(incidenttest.Heading + incidenttest.ASB(2, "2018-01", "1", "52", "High Street", "Aldermere 001A")))
	f.Add([]byte(incidenttest.Heading + "\"\n,,,\n"))
	f.Add([]byte{0x1f, 0x8b, 8})
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := incident.Parse(bytes.NewReader(data), incident.MonthOf(accredtest.Today), nil)
		if err != nil {
			if fault.Is(err, fault.Internal) {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		n := len(p.Bad)
		for _, x := range p.Parts {
			n += len(x.Records)
			for _, r := range x.Records {
				if r.Place < 0 || r.Place > int64(len(p.Places)) || r.Kind.Title() == "" {
					t.Fatalf("%+v", r)
				}
			}
		}
		if n != p.Lines {
			t.Fatalf("%d lines, %d told or taken", p.Lines, n)
		}
	})
}
