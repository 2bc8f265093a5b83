package fee

import (
	"fmt"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
)

// Kinds of what waits or falls due of the scheme's money.
const (
	ToPay    diary.Kind = "invoice"
	ToAccept diary.Kind = "quote"
	ToBook   diary.Kind = "bank"
	ToCharge diary.Kind = "charge"
)

// Diary says what of the scheme's money waits for the actor, and what falls due: for the
// employer's signatory what to pay and to answer, for the scheme office what is overdue,
// which lines of the bank's files wait, and what is to be charged.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	keeps := who.Can(authz.KeepFees)
	if !keeps && !who.Can(authz.OrderFees) {
		return nil, nil
	}
	var where db.Where
	where.And("r.standing IN ('owed', 'offered') AND (r.standing = 'offered' OR r.due_day <= ?)", int64(w.To))
	if !keeps {
		where.And("r.org_id = ?", string(who.Org))
	}
	vs, err := papers.Current(tx, who.Force, where, "r.due_day, r.number", w.Limit)
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	today := clock.DayOf(w.At)
	for _, v := range vs {
		if i, ok := item(&v.State, id.Paper(v.ID), keeps, today); ok {
			out = append(out, i)
		}
	}
	if keeps {
		lines, err := db.Count(tx, `SELECT COUNT(*) FROM bank_line WHERE force_id = ? AND standing = 'waiting' AND until_at = 253402214400000 AND superseded_at = 253402214400000`, string(who.Force))
		if err != nil {
			return nil, err
		}
		if lines > 0 {
			title := fmt.Sprintf("Say what %d lines of the bank’s file are", lines)
			if lines == 1 {
				title = "Say what one line of the bank’s file is"
			}
			out = append(out, diary.Item{Key: string(ToBook), Kind: ToBook, Title: title, Link: "/bank", Since: w.At})
		}
	}
	if keeps {
		waiting, err := s.chargesWaiting(tx, who, w)
		if err != nil {
			return nil, err
		}
		out = append(out, waiting...)
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}

// chargesWaiting is what is to be done about charges, in a line for each state.
func (s *Service) chargesWaiting(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	var out []diary.Item
	for _, x := range []struct {
		state ChargeState
		title string
		link  string
	}{{ToInvoice, "Invoice or waive ", "/charges"}, {CreditDue, "Say whether to credit ", "/charges?show=" + string(CreditDue)}} {
		n, err := db.Count(tx, `SELECT COUNT(*) FROM fee_charge WHERE force_id = ? AND standing = ? AND until_at = 253402214400000 AND superseded_at = 253402214400000`, string(who.Force), string(x.state))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, diary.Item{Key: string(ToCharge) + "/" + string(x.state), Kind: ToCharge, Title: x.title + count(int(n), "charge"), Link: x.link, Since: w.At})
		}
	}
	return out, nil
}

// item is what is to be done about a paper, and whether there is anything.
func item(p *Paper, of id.Paper, keeps bool, today clock.Day) (diary.Item, bool) {
	i := diary.Item{Key: string(ToPay) + "/" + string(of), Kind: ToPay, Link: "/invoices/" + string(of), Org: p.Org, OrgName: p.To[0], Due: p.Due}
	switch {
	case p.Kind == Quote && (keeps || p.Lapsed(today)):
		return i, false // it lapses by itself, which is for the employer to see to
	case p.Kind == Quote:
		i.Since = p.Last.At
		i.Key, i.Kind, i.Title, i.Itself = string(ToAccept)+"/"+string(of), ToAccept, "Accept quote "+p.Number+", "+p.Total.String()+", or leave it", "The quote lapses."
	case keeps:
		i.Title = p.To[0] + " is to pay invoice " + p.Number + ", " + p.Balance().String()
		i.Others = p.Due >= today
	default:
		i.Title = "Pay invoice " + p.Number + ", " + p.Balance().String()
	}
	return i, true
}
