package desk

import "strings"

// actNouns is what each kind of act is about, in the order in which people choose.
var actNouns = []struct{ Noun, Title string }{
	{"accreditation", "Accreditations"}, {"organisation", "Organisations"}, {"person", "People"}, {"vetting", "Vetting"}, {"training", "Training"},
	{"card", "Cards"}, {"photo", "Photographs for cards"}, {"card-batch", "Batches of cards"}, {"card-stock", "Stock of cards and badges"}, {"badge", "Badges"}, {"agreement", "Agreements"}, {"meeting", "Meetings"}, {"complaint", "Complaints"}, {"letter", "Letters"}, {"area", "Areas"}, {"force", "The force’s settings"}, {"account", "Accounts and signing in"},
	{"import", "Imports"}, {"page", "Pages refused"}, {"api", "Programs refused"}, {"ledger", "The ledger itself"},
}

// ActGroups is the kinds of acts that a list can be narrowed to: the beginning of their
// names, "card.", with a title.
func ActGroups() [][2]string {
	var out [][2]string
	for _, n := range actNouns {
		out = append(out, [2]string{n.Noun + ".", n.Title})
	}
	return out
}

// acts is the acts by name.
var acts = map[string]string{
	"accreditation.recommend": "Recommendation for accreditation", "accreditation.grant": "Grant of accreditation", "accreditation.sign": "Decision on an accreditation",
	"accreditation.ask": "Request for more before deciding", "accreditation.answer": "Answer to a request before deciding", "accreditation.renew": "Renewal of an accreditation",
	"accreditation.refuse": "Refusal of accreditation", "accreditation.modify": "Change of an accreditation", "accreditation.suspend": "Suspension of an accreditation",
	"accreditation.reinstate": "Reinstatement of an accreditation", "accreditation.withdraw": "Withdrawal of an accreditation", "accreditation.leave": "End of an accreditation on leaving",
	"organisation.add": "Entry of an organisation", "organisation.change": "Change of an organisation’s particulars",
	"organisation.contacts": "Change of an organisation’s contacts", "organisation.contacts-noted": "Change of contacts noted", "organisation.approve": "Approval of arrangements",
	"organisation.decline": "Arrangements declined", "organisation.suspend": "Suspension of arrangements", "organisation.reinstate": "Reinstatement of arrangements",
	"organisation.withdraw": "Withdrawal of arrangements", "organisation.leave": "End of arrangements", "organisation.powers": "Decision on an organisation’s powers",
	"person.nominate": "Nomination of a person", "person.change": "Change of a person’s particulars", "person.photo": "Change of a photograph", "person.leave": "Report that a person left", "roll.confirm": "Roll confirmed by an employer", "roll.remind": "Reminder to confirm a roll", "person.merge": "Merging of two entries of a person", "person.tell-apart": "Telling apart of two entries", "person.opt-in": "Person’s own word that they take part", "person.opt-out": "Opting out at the person’s own wish",
	"vetting.request": "Request for vetting", "vetting.record": "Record of a vetting result",
	"vetting.invite": "Link to a vetting form", "vetting.keep": "Envelope for a clearance given on paper", "vetting.link": "Renewal of a link to a vetting form", "vetting.begin": "First opening of a vetting form",
	"vetting.identity": "Proof of identity seen", "vetting.chase": "Reminder by the vetting unit", "vetting.send": "Sending of a vetting form", "vetting.open": "Opening of an envelope of vetting",
	"vetting.check": "Record of a check", "vetting.ask": "Question of the vetting unit", "vetting.answer": "Answer to the vetting unit", "vetting.pass": "Clearance by the vetting unit", "vetting.refuse": "Refusal by the vetting unit",
	"vetting.declare": "Yearly vetting declaration", "vetting.report": "Change told to the vetting unit", "vetting.review": "Review of a clearance", "vetting.withdraw": "Withdrawal of a clearance",
	"vetting.appeal": "Appeal against a vetting decision", "vetting.allow": "Appeal against a vetting decision allowed", "vetting.uphold": "Appeal against a vetting decision dismissed",
	"vetting.erase": "Destruction of what lay in an envelope", "vetting.rotate-key": "Change of the vetting unit’s key",
	"training.record":      "Record of training",
	"accreditation.appeal": "Appeal against a decision", "accreditation.dismiss": "Appeal dismissed", "accreditation.rehear": "Appeal against a refusal allowed", "accreditation.restore": "Appeal against a withdrawal allowed", "person.move": "Move to another employer",
	"training.acknowledge": "Acknowledgement of the 999 rule", "training-provider.approve": "Approval of a training provider", "training-provider.close": "Closing of a training provider",
	"trainer.set": "Entry of a trainer", "trainer.qualify": "Record of a trainer’s qualification", "trainer.end": "End of a trainer’s work", "course.set": "Entry of a course", "course.end": "End of a course",
	"course-session.plan": "Planning of a training session", "course-session.call-off": "Calling off of a training session", "course-session.book": "Booking of training", "course-session.give-up": "Giving up of a place in training",
	"course-session.assess": "Record of results of training", "course-session.review": "A learner’s view of a session", "manual.publish": "Version of a training manual",
	"card.issue": "Issue of a card", "card.print": "Printing of cards", "card.hand-over": "Handing over of a card", "card.lost": "Report of a lost card", "card.stolen": "Report of a stolen card",
	"card.return": "Return of a card", "card.destroy": "Destruction of a card", "card.replace": "Replacement of a card", "card.end": "End of a card",
	"card.recall": "Recall of cards", "card.keep": "Recall of a card taken back", "card.chase": "Reminder of what was asked back", "photo.accept": "Acceptance of photographs", "photo.send-back": "Return of a photograph",
	"card-batch.make": "Putting together of a batch of cards", "card-batch.print": "Printing of a batch of cards", "card-batch.check": "Check of a batch of cards", "card-batch.dispatch": "Sending of a batch of cards",
	"card-batch.collect": "Handing out of a batch of cards", "card-batch.drop": "Giving up of a batch of cards", "card-stock.receive": "Delivery of blank cards or badges", "card-stock.write-off": "Writing off of blank cards or badges",
	"badge.issue": "Issue of a badge", "badge.return": "Return of a badge", "badge.lost": "Report of a lost badge", "badge.stolen": "Report of a stolen badge", "badge.recall": "Recall of badges", "badge.destroy": "Destruction of a badge",
	"agreement.draft": "Beginning of an agreement", "agreement.fill": "Filling in of an agreement", "agreement.issue": "Issue of an agreement", "agreement.sign": "Signature of an agreement",
	"agreement.send-back": "Return of an agreement unsigned", "agreement.review": "Review of an agreement", "agreement.propose": "Proposal to change an agreement", "agreement.answer": "Answer to a proposed change",
	"agreement.end": "End of an agreement", "agreement.discard": "Discarding of an agreement", "agreement.template": "Version of a template",
	"meeting.plan": "Planning of a meeting", "meeting.hold": "Record of a meeting", "meeting.minute": "Minutes of a meeting", "meeting.call-off": "Calling off of a meeting", "contact.verify": "Verifying of a contact",
	"matter.raise": "Raising of an issue or question", "matter.say": "Word about an issue or question", "matter.propose": "Proposed outcome, or answer", "matter.agree": "Closing of an issue or question",
	"organisation.notice": "Notice of an organisation that it leaves", "organisation.stay": "Notice of an organisation taken back",
	"accreditation.suspend-power": "Suspension of a power", "accreditation.reinstate-power": "Reinstatement of a power",
	"supervision.plan": "Writing of a supervision plan", "supervision.schedule": "Planning of a supervision visit or sample", "supervision.record": "Record of a supervision visit or sample",
	"supervision.call-off": "Calling off of a supervision visit or sample", "supervision.mend": "Finding of supervision put right",
	"matter.withdraw": "Withdrawal of an issue or question", "evaluation.hold": "Record of an evaluation", "evaluation.correct": "Correction of an evaluation", "evaluation.action": "Action agreed after an evaluation", "evaluation.done": "Action after an evaluation done",
	"complaint.tell": "Complaint or praise received", "complaint.identify": "Finding of whom a complaint is about", "complaint.acknowledge": "Acknowledgement of a complaint", "complaint.weigh": "Complaint not referred",
	"complaint.refer": "Referral of a complaint to professional standards", "complaint.take": "Complaint taken by professional standards", "complaint.give-back": "Return of a complaint by professional standards",
	"complaint.assign": "Complaint given to be looked into", "complaint.suspend": "Suspension while a complaint is looked into", "complaint.inform": "Person told of a complaint", "complaint.enquire": "Enquiries about a complaint",
	"complaint.report": "Findings about a complaint", "complaint.ask": "Request for more about a complaint", "complaint.decide": "Outcome of a complaint", "complaint.ask-review": "Request to review a complaint", "complaint.review": "Review of a complaint",
	"complaint.pass": "Praise passed on", "complaint.add": "More from a complainant", "complaint.withdraw": "Withdrawal of a complaint", "complaint.withdraw-for": "Withdrawal of a complaint, entered by the office", "complaint.ask-review-for": "Request to review a complaint, entered by the office", "complaint.go-on": "Going on with a withdrawn complaint", "complaint.link": "New link to a complaint",
	"power-review.open": "Opening of a review of powers", "power-review.answer": "Answer to a review of powers", "power-review.decide": "Decision of a review of powers", "power-review.call-off": "Calling off of a review of powers",
	"area.add": "Entry of an area", "force.add": "Setting up of the force", "force.settings": "Change of the force’s settings", "host.give": "Giving the force its host",
	"force.renew-keys": "Renewal of the force’s keys", "force.make-key": "Making of a key",
	"account.add": "Adding of an account", "account.sign-in": "Signing in", "account.end": "End of an account", "account.give": "Roles given to an account",
	"account.make-link": "Making of a one-time link", "account.use-link": "Use of a one-time link", "account.make-token": "Making of a token", "account.end-token": "End of a token",
	"account.choose-role": "Choice of a role", "account.change-passphrase": "Change of a passphrase",
	"retention.hold": "Hold on personal data whose time is over", "retention.lift": "End of a hold on personal data", "retention.erase": "Erasing of personal data whose time is over",
	"ledger.erase": "Erasing of words under a retention rule", "accreditation.warn": "Letter of what lapses", "calendar.make": "Making of a calendar’s address", "calendar.end": "End of a calendar’s address", "clockwork.tell": "Telling of what falls due", "message.again": "Sending of a message again",
	"filter.save": "Filter of a list kept", "filter.remove": "Filter of a list removed",
	"desk.mend": "Lists worked out anew from the registers", "page.open": "Opening of a page", "api.call": "Call by another program",
}

// ActTitle is an act in words.
func ActTitle(act string) string {
	if t, ok := acts[act]; ok {
		return t
	}
	noun, verb, _ := strings.Cut(act, ".")
	s := strings.ReplaceAll(strings.TrimSpace(noun+": "+strings.ReplaceAll(verb, ".", " ")), "-", " ")
	if s == "" || s == ":" {
		return "An act"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
