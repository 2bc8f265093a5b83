package factory

import (
	"fmt"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Kinds of what waits or falls due in the making and the recall of cards.
const (
	PhotosWait  diary.Kind = "photographs"
	BatchWaits  diary.Kind = "card-batch"
	CardsBack   diary.Kind = "cards-to-come-back"
	BlanksShort diary.Kind = "blank-cards"
)

// Diary says what waits for the scheme office in the making and the recall of cards, and for
// an employer which photographs were sent back and what it has to send back.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	var out []diary.Item
	var err error
	switch {
	case who.Can(authz.IssueCard):
		out, err = s.ofOffice(tx, who, w)
	case who.Role.OfEmployer() && who.Can(authz.ChangePerson), who.Role == authz.Liaison:
		out, err = s.ofEmployer(tx, who, w)
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], err
}

func (s *Service) ofOffice(tx *db.Tx, who authz.Actor, w diary.Window) (out []diary.Item, err error) {
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	waiting, _, err := s.Photos(tx, who, Waiting, "", 1000)
	if err != nil {
		return nil, err
	}
	if n := len(waiting); n > 0 {
		out = append(out, diary.Item{Key: string(PhotosWait), Kind: PhotosWait, Title: "Look at " + plural(n, "photograph"), Link: "/card-photographs", Since: waiting[0].From})
	}
	for _, state := range []BatchState{Made, Printed, Checked, Dispatched} {
		vs, _, err := s.Batches(tx, who, state, "", 200)
		if err != nil {
			return nil, err
		}
		for _, v := range vs {
			out = append(out, diary.Item{Key: string(BatchWaits) + "/" + v.ID, Kind: BatchWaits, Title: batchDoes[state] + " batch " + v.State.Number + " of " + plural(len(v.State.Cards), "card"),
				Link: "/card-batches/" + v.ID, Since: v.From})
		}
	}
	recalls, err := s.Recalls(tx, who)
	if err != nil {
		return nil, err
	}
	for i := range recalls {
		if err := s.toChase(tx, who, &recalls[i], f.Settings.ChaseDays, w, &out); err != nil {
			return nil, err
		}
	}
	shelf, err := s.shelf(tx, who.Force)
	if err == nil && shelf.Short(f.Settings.BlankCardsLeast) {
		out = append(out, diary.Item{Key: string(BlanksShort), Kind: BlanksShort, Title: "Order blank cards: " + plural(shelf.Blanks, "card") + " left", Link: "/card-stock", Due: clock.DayOf(w.At)})
	}
	return out, err
}

// Short reports whether blank cards are to be ordered: stock is kept, and fewer are left.
func (s *Shelf) Short(least int) bool {
	for i := range s.Deliveries {
		if s.Deliveries[i].State.Kind == Blanks {
			return s.Blanks < least
		}
	}
	return false
}

// batchDoes is what is to be done with a batch in each state.
var batchDoes = map[BatchState]string{Made: "Print", Printed: "Check", Checked: "Send or hand out", Dispatched: "Record who signed for"}

// toChase adds that an employer is to be reminded, and that what came back is to be destroyed.
func (s *Service) toChase(tx *db.Tx, who authz.Actor, r *Recalled, every int, w diary.Window, out *[]diary.Item) error {
	back, destroy := r.Count(ToComeBack), r.Count(ToDestroy)
	due := r.Due(every)
	if (back == 0 || due > w.To) && destroy == 0 {
		return nil
	}
	o, err := s.orgs.Any(tx, who.Force, r.Org, register.Now(w.At))
	if err != nil {
		return err
	}
	item := diary.Item{Kind: CardsBack, Link: "/card-recalls/" + string(r.Org), Org: r.Org, OrgName: o.State.Name}
	if back > 0 && due <= w.To {
		item.Key, item.Due = string(CardsBack)+"/"+string(r.Org), due
		item.Title = fmt.Sprintf("Remind %s: %s to come back", o.State.Name, plural(back, "card or badge"))
		*out = append(*out, item)
	}
	if destroy > 0 {
		item.Key, item.Due, item.Since = string(CardsBack)+"/destroy/"+string(r.Org), clock.NoDay, oldest(r)
		item.Title = fmt.Sprintf("Destroy %s of %s that came back", plural(destroy, "card"), o.State.Name)
		*out = append(*out, item)
	}
	return nil
}

// oldest is the beginning of the day on which the first of what is to be destroyed was asked
// back.
func oldest(r *Recalled) time.Time {
	first := clock.NoDay
	for _, x := range r.Items {
		if x.State == ToDestroy && (first == clock.NoDay || x.Recalled < first) {
			first = x.Recalled
		}
	}
	return first.Start()
}

func (s *Service) ofEmployer(tx *db.Tx, who authz.Actor, w diary.Window) (out []diary.Item, err error) {
	var where db.Where
	where.And("r.org_id = ? AND r.standing = 'sent-back'", string(who.Org))
	back, err := photos.Current(tx, who.Force, where, "r.from_at, r.id", 200)
	if err != nil {
		return nil, err
	}
	for _, v := range back {
		p, err := s.persons.Any(tx, who.Force, v.State.Person, register.Now(w.At))
		if err != nil {
			return nil, err
		}
		out = append(out, diary.Item{Key: string(PhotosWait) + "/" + v.ID, Kind: PhotosWait, Title: "Send another photograph of " + p.State.Name() + ". " + v.State.Reason(), Plain: "Send another photograph",
			Link: "/people/" + v.ID + "/photograph", Org: who.Org, Person: id.Person(v.ID), Since: v.From})
	}
	r, err := s.RecalledOf(tx, who, who.Org)
	if n := r.Count(ToComeBack); n > 0 {
		out = append(out, diary.Item{Key: string(CardsBack) + "/" + string(who.Org), Kind: CardsBack, Title: "Send back " + plural(n, "card or badge"), Link: "/card-recalls/" + string(who.Org), Org: who.Org,
			Since: r.Since().Start()})
	}
	return out, err
}
