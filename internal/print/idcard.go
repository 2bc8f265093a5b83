package print

// IDCard is an ID card in plain words, size ID-1 (85.60 x 53.98 mm). Texts that are too long
// shrink, then wrap, then end in an ellipsis, never smaller than 6.5 pt; the HTML form shows
// them whole. A return address for which ReturnFits is never cut.
type IDCard struct {
	Scheme     string // "Community Safety Accredited Person"
	Force      string // "Eastmarch Constabulary"
	Number     string // AP number, the largest text: "EM 4417"
	Role       string
	Employer   string
	Area       string // "City of Aldermere"; shown after "May act in:"
	Issued     string // "3 Feb 2026"
	Ends       string // "2 Feb 2029"; the last day counts
	Name       string // of the person
	NameAt     NameAt // whether and where the name stands
	Photo      []byte // PNG or JPEG, upright, 4 to 5; empty: an empty frame
	PhotoURL   string // address of the same photo, for the HTML form; empty: the photo itself as a data address
	Powers     []string
	LawNote    string   // below the powers; empty: DefaultLawNote
	QR         string   // text of the QR code: see sign.CardURL
	CheckAt    string   // "eastmarch.example/check"
	Return     []string // lines of the address to which a found card is sent; see ReturnFits
	CardNumber string   // "004417-02"
	Uniform    string   // "Council green"; may be empty
	Limit      string   // the band at the foot of the front; empty: DefaultLimit
}

// NameAt says where the person's name is printed: a setting of the force.
type NameAt int

// The places.
const (
	NameNowhere NameAt = iota
	NameFront
	NameBack
)

// What every card says unless the caller says otherwise.
const (
	DefaultLimit   = "No power to arrest, detain, search or use force"
	DefaultLawNote = "Police Reform Act 2002, Schedule 5. What is in force today: scan."
)

// Width and height of a card in millimetres (ISO/IEC 7810, ID-1).
const (
	CardWidth  = 85.60
	CardHeight = 53.98
)
