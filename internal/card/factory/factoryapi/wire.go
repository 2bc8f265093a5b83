package factoryapi

import (
	"time"

	"watchword/internal/card/factory"
	"watchword/internal/register/registerapi"
)

// Photo is what was made of a person's photograph, in JSON.
type Photo struct {
	Person string                     `json:"person"`
	Org    string                     `json:"organisation"`
	Photo  string                     `json:"photo_sha256"`
	State  string                     `json:"state" enum:"waiting,accepted,sent-back"`
	Fault  string                     `json:"fault,omitempty" enum:"not-facing,covered,unclear,shadow,not-alike,other"`
	Why    string                     `json:"why,omitempty"`
	Period *registerapi.VersionPeriod `json:"period"`
}

// PhotoSeen names the photograph that was looked at.
type PhotoSeen struct {
	Photo string `json:"photo_sha256" maxLength:"64"`
}

// PhotoBack is why a photograph is sent back.
type PhotoBack struct {
	PhotoSeen
	Fault string `json:"fault" enum:"not-facing,covered,unclear,shadow,not-alike,other"`
	Why   string `json:"why,omitempty" maxLength:"500" doc:"The employer reads it; needed if it is something else"`
}

func wirePhoto(v factory.PhotoVersion) Photo {
	p, period := &v.State, registerapi.PeriodOf(v)
	return Photo{Person: v.ID, Org: string(p.Org), Photo: string(p.Photo), State: string(p.State), Fault: string(p.Fault), Why: p.Why, Period: &period}
}

// Done says who did something, and when, in JSON.
type Done struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

func wireDone(d *factory.Done) *Done {
	if d == nil {
		return nil
	}
	return &Done{d.By, d.At}
}

// Batch is a batch of cards in JSON.
type Batch struct {
	ID         string                     `json:"id"`
	Number     string                     `json:"number" doc:"For example B-0007"`
	State      string                     `json:"state" enum:"made,printed,checked,dispatched,collected,dropped"`
	Cards      []string                   `json:"cards"`
	Spoiled    int                        `json:"spoiled"`
	Blanks     []string                   `json:"blank_cards,omitempty" doc:"Serial numbers of the blank cards taken"`
	Made       *Done                      `json:"made,omitempty"`
	Printed    *Done                      `json:"printed,omitempty"`
	Checked    *Done                      `json:"checked,omitempty"`
	Dispatched *BatchSentOn               `json:"dispatched,omitempty"`
	Collected  []BatchCollectedOn         `json:"collected,omitempty"`
	Period     *registerapi.VersionPeriod `json:"period"`
}

// BatchCards is the cards of a batch to be made.
type BatchCards struct {
	Cards []string `json:"cards,omitempty" maxItems:"200" doc:"Absent: all that wait"`
}

// BatchSpoiled is what was found when a batch was checked.
type BatchSpoiled struct {
	Spoiled []string `json:"spoiled,omitempty" maxItems:"200"`
	Why     string   `json:"why,omitempty" maxLength:"500" doc:"Needed if any is spoiled"`
}

// BatchSent says how a batch is sent.
type BatchSent struct {
	Way string `json:"way" maxLength:"100"`
	To  string `json:"to" maxLength:"200"`
	Ref string `json:"reference,omitempty" maxLength:"100"`
}

// BatchSentOn says how a batch was sent, by whom and when.
type BatchSentOn struct {
	BatchSent
	Done
}

// BatchCollected is cards of a batch whose holders signed for them.
type BatchCollected struct {
	Cards []string `json:"cards" maxItems:"200"`
	By    string   `json:"handed_out_by" maxLength:"120"`
}

// BatchCollectedOn is the same, with who recorded it and when.
type BatchCollectedOn struct {
	BatchCollected
	Done
}

func texts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, x := range ids {
		out[i] = string(x)
	}
	return out
}

func wireBatch(v factory.BatchVersion) Batch {
	b, period := &v.State, registerapi.PeriodOf(v)
	out := Batch{ID: v.ID, Number: b.Number, State: string(b.State), Cards: texts(b.Cards), Spoiled: b.Spoiled, Blanks: b.Blanks, Made: wireDone(b.Made), Printed: wireDone(b.Printed), Checked: wireDone(b.Checked), Period: &period}
	if s := b.Dispatched; s != nil {
		out.Dispatched = &BatchSentOn{BatchSent{s.Way, s.To, s.Ref}, Done{s.By, s.At}}
	}
	for _, c := range b.Collected {
		out.Collected = append(out.Collected, BatchCollectedOn{BatchCollected{texts(c.Cards), c.Who}, Done{c.By, c.At}})
	}
	return out
}

// Stock is a delivery in JSON.
type Stock struct {
	ID       string                     `json:"id"`
	Kind     string                     `json:"kind" enum:"blank,badge"`
	First    string                     `json:"first" doc:"The first serial number"`
	Last     string                     `json:"last"`
	Received string                     `json:"received" format:"date"`
	From     string                     `json:"from,omitempty"`
	Left     int                        `json:"left" doc:"Of blank cards: not used yet"`
	Gone     []Gone                     `json:"written_off,omitempty"`
	Period   *registerapi.VersionPeriod `json:"period"`
}

// Gone is serial numbers that were written off.
type Gone struct {
	WriteOff
	Done
}

// WriteOff is serial numbers to be written off.
type WriteOff struct {
	First string `json:"first" maxLength:"30"`
	Last  string `json:"last,omitempty" maxLength:"30" doc:"Absent: the first alone"`
	Why   string `json:"why" maxLength:"500"`
}

// Delivery is a delivery to be taken into stock.
type Delivery struct {
	Kind     string `json:"kind" enum:"blank,badge"`
	First    string `json:"first" maxLength:"30" doc:"The first serial number, for example B000101"`
	Last     string `json:"last" maxLength:"30"`
	Received string `json:"received" format:"date"`
	From     string `json:"from,omitempty" maxLength:"200"`
}

// Shelf is what is in stock.
type Shelf struct {
	Blanks  int     `json:"blank_cards"`
	Badges  int     `json:"badges"`
	Issued  int     `json:"badges_issued"`
	Missing int     `json:"badges_missing"`
	Items   []Stock `json:"items"`
}

func wireStock(v factory.StockVersion) Stock {
	s, period := &v.State, registerapi.PeriodOf(v)
	out := Stock{ID: v.ID, Kind: string(s.Kind), First: s.Serial(s.First), Last: s.Serial(s.Last), Received: s.Received.String(), From: s.From, Left: s.Left(), Period: &period}
	for _, g := range s.Gone {
		out.Gone = append(out.Gone, Gone{WriteOff{s.Serial(g.First), s.Serial(g.Last), g.Why}, Done{g.By, g.At}})
	}
	return out
}

// Badge is a badge in JSON.
type Badge struct {
	ID       string                     `json:"id"`
	Serial   string                     `json:"serial"`
	State    string                     `json:"state" enum:"in-stock,issued,lost,stolen,destroyed"`
	Person   string                     `json:"person,omitempty"`
	Org      string                     `json:"organisation,omitempty"`
	AP       string                     `json:"ap_number,omitempty"`
	Why      string                     `json:"why,omitempty"`
	Witness  string                     `json:"witness,omitempty"`
	Recalled string                     `json:"recalled,omitempty" format:"date"`
	Chased   int                        `json:"chased,omitempty"`
	Period   *registerapi.VersionPeriod `json:"period"`
}

// BadgeIssue is a badge to be issued.
type BadgeIssue struct {
	Person string `json:"person" maxLength:"64"`
	Serial string `json:"serial,omitempty" maxLength:"30" doc:"Absent: the first that is free"`
}

// BadgeRecord is what became of a badge.
type BadgeRecord struct {
	What    string `json:"what" enum:"return,lost,stolen,recall,destroy"`
	Why     string `json:"why,omitempty" maxLength:"500" doc:"Needed but of a return; of a destruction, how"`
	Witness string `json:"witness,omitempty" maxLength:"120" doc:"Of a destruction"`
}

func wireBadge(v factory.BadgeVersion) Badge {
	b, period := &v.State, registerapi.PeriodOf(v)
	return Badge{ID: v.ID, Serial: b.Serial, State: string(b.State), Person: string(b.Person), Org: string(b.Org), AP: b.AP, Why: b.Why, Witness: b.Witness, Recalled: b.Recalled.String(), Chased: b.Chased, Period: &period}
}

// Recalled is what was asked back of an employer, in JSON.
type Recalled struct {
	Org        string   `json:"organisation"`
	ToComeBack int      `json:"to_come_back"`
	ToDestroy  int      `json:"to_destroy" doc:"They came back"`
	Missing    int      `json:"missing" doc:"Reported lost or stolen"`
	Reminded   int      `json:"reminded" doc:"How often, of what is still to come back"`
	Last       string   `json:"last_reminded,omitempty" format:"date"`
	Letters    []string `json:"letters,omitempty" doc:"Identities of the reminders, the latest first"`
	Items      []Out    `json:"items"`
}

// Out is a card or badge that was asked back.
type Out struct {
	Card     string `json:"card,omitempty"`
	Badge    string `json:"badge,omitempty"`
	Number   string `json:"number" doc:"Of the card, or the serial number of the badge"`
	AP       string `json:"ap_number"`
	Person   string `json:"person"`
	State    string `json:"state" enum:"to-come-back,to-destroy,missing"`
	Recalled string `json:"recalled" format:"date"`
	Chased   int    `json:"chased"`
}

// Settlement is what became of things that were asked back.
type Settlement struct {
	Cards   []string `json:"cards,omitempty" maxItems:"2000"`
	Badges  []string `json:"badges,omitempty" maxItems:"2000"`
	What    string   `json:"what" enum:"returned,lost,stolen,destroyed"`
	Why     string   `json:"why,omitempty" maxLength:"500" doc:"Of a loss or theft: when and where"`
	How     string   `json:"how,omitempty" maxLength:"200" doc:"Of a destruction"`
	Witness string   `json:"witness,omitempty" maxLength:"120"`
}

func wireRecalled(x factory.Recalled, letters []factory.ChaserVersion) Recalled {
	times, last := x.Reminded()
	out := Recalled{Org: string(x.Org), ToComeBack: x.Count(factory.ToComeBack), ToDestroy: x.Count(factory.ToDestroy), Missing: x.Count(factory.Missing), Reminded: times, Last: last.String(), Items: []Out{}}
	for _, l := range letters {
		out.Letters = append(out.Letters, l.ID)
	}
	for _, o := range x.Items {
		out.Items = append(out.Items, Out{Card: string(o.Card), Badge: string(o.Badge), Number: o.Number, AP: o.AP, Person: string(o.Person), Recalled: o.Recalled.String(), Chased: o.Chased,
			State: map[factory.OutState]string{factory.ToComeBack: "to-come-back", factory.ToDestroy: "to-destroy", factory.Missing: "missing"}[o.State]})
	}
	return out
}
