package authz

import (
	"fmt"
	"strings"

	"watchword/internal/db"
	"watchword/internal/id"
)

// Permission is one thing an account may be allowed to do. Each is listed here with
// why it is a thing of its own; who holds it stands in rules.go.
type Permission string

const (
	// ReadOrg is reading an organisation's entry, its powers, contacts and history.
	ReadOrg Permission = "org.read"
	// AddOrg is entering an organisation that asks to be accredited.
	AddOrg Permission = "org.add"
	// ChangeOrg is changing its particulars, contacts, area, roles and the powers asked for.
	ChangeOrg Permission = "org.change"
	// ChangeContacts is naming an organisation's contacts; what an employer changes of its
	// own is told to the scheme office.
	ChangeContacts Permission = "org.contacts"
	// ChangeTeams is adding, changing and ending an organisation's teams.
	ChangeTeams Permission = "org.teams"
	// DecideOrg is approving, suspending, reinstating and withdrawing arrangements, and
	// deciding its powers: the chief officer's (s40(8), s41(4)(a)).
	DecideOrg Permission = "org.decide"
	// ReadPerson is reading a person's entry in the register.
	ReadPerson Permission = "person.read"
	// NominatePerson is entering a person whom an employer puts forward.
	NominatePerson Permission = "person.nominate"
	// MergePersons is seeing which entries may be one person, whoever employs them, and saying
	// whether they are.
	MergePersons Permission = "person.merge"
	// ChangePerson is changing particulars, role, supervisor and photograph.
	ChangePerson Permission = "person.change"
	// RecordVetting is recording a vetting result: the vetting unit alone (s41(4)(b)).
	RecordVetting Permission = "vetting.record"
	// OpenVetting is opening vetting forms, asking the person and recording checks: the
	// vetting unit alone.
	OpenVetting Permission = "vetting.open"
	// OwnVetting is sending one's own vetting form, answers, declarations and appeals.
	OwnVetting Permission = "vetting.own"
	// SeeIdentity is saying which proof of identity the employer saw; never the form.
	SeeIdentity Permission = "vetting.identity"
	// EraseVetting is destroying what lies in an envelope when its time is over.
	EraseVetting Permission = "vetting.erase"
	// RotateVettingKey is changing the key of the vetting unit, which reads nothing.
	RotateVettingKey Permission = "vetting.rotate-key"
	// RecordTraining is recording training for a power (s41(4)(d)).
	RecordTraining Permission = "training.record"
	// ReadTraining is seeing courses, sessions, providers and trainers, and who has a place.
	ReadTraining Permission = "training.read"
	// KeepTraining is keeping courses, the calendar of sessions and the manuals.
	KeepTraining Permission = "training.keep"
	// ApproveTraining is approving and closing providers, and entering trainers with their
	// evidence.
	ApproveTraining Permission = "training.approve"
	// BookTraining is asking for places in a session, and giving them up.
	BookTraining Permission = "training.book"
	// OwnTraining is acknowledging the 999 rule, and saying how good one's own session was.
	OwnTraining Permission = "training.own"
	// RecordCapable is deciding that a person is capable of the functions (s41(4)(c)).
	RecordCapable Permission = "capable.record"
	// Recommend is putting a person before the delegate for decision.
	Recommend Permission = "accreditation.recommend"
	// Grant is deciding on an accreditation: grant, refuse, modify, withdraw, reinstate
	// (s41, s42(3)).
	Grant Permission = "accreditation.grant"
	// Appeal is asking that a refusal or withdrawal be looked at again by somebody else.
	Appeal Permission = "accreditation.appeal"
	// SuspendNow is the interim suspension, one press and a reason.
	SuspendNow Permission = "accreditation.suspend"
	// OwnConsent is saying oneself that one takes part, or no longer does.
	OwnConsent Permission = "person.consent"
	// ReportLeaving is telling that a person has left the employer (s41(8)(a)).
	ReportLeaving Permission = "accreditation.leave"
	// ReadCard is seeing the cards issued to a person.
	ReadCard Permission = "card.read"
	// IssueCard is making, handing over and destroying cards.
	IssueCard Permission = "card.issue"
	// ReportCard is reporting a card lost, stolen or returned.
	ReportCard Permission = "card.report"
	// ShowCard is showing the live code of one's own card.
	ShowCard Permission = "card.show"
	// ReadLetters is reading the notices sent under s42(3) and (6).
	ReadLetters Permission = "letter.read"
	// ReadLedger is searching the ledger and taking proofs from it.
	ReadLedger Permission = "ledger.read"
	// Import is bringing spreadsheets into the registers.
	Import Permission = "import.run"
	// ManageAccounts is adding accounts, giving roles, ending them and making tokens.
	ManageAccounts Permission = "account.manage"
	// ReadSettings is seeing what the force has decided for itself, and when it changed it.
	ReadSettings Permission = "settings.read"
	// ChangeSettings is changing that, and the units of the force.
	ChangeSettings Permission = "settings.change"
	// ReadArea is seeing the force's areas and their boundaries, which are no secret.
	ReadArea Permission = "area.read"
	// OwnAccount is one's own passphrase, sessions and tokens.
	OwnAccount Permission = "account.own"
	// ReadFigures is reading counts and lists of organisations without persons.
	ReadFigures Permission = "figures.read"
	// ReadAgreement is reading agreements with an organisation, what was done under them, and
	// the meetings and evaluations of the parties.
	ReadAgreement Permission = "agreement.read"
	// WriteAgreement is drafting, filling, issuing and reviewing agreements, and the templates
	// they are made from.
	WriteAgreement Permission = "agreement.write"
	// SignAgreement is signing an agreement for one of the parties, sending it back, or ending
	// it: for the force a Chief Inspector, for the organisation its lead (protocol, clause 1.3).
	SignAgreement Permission = "agreement.sign"
	// ProposeChange is proposing a change of an agreement, and answering the other side's
	// (clause 1.2).
	ProposeChange Permission = "agreement.propose"
	// KeepLiaison is what the parties do under a protocol: planning and recording meetings,
	// verifying contacts, raising and answering issues, evaluating their work together.
	KeepLiaison Permission = "liaison.keep"
	// KeepSupervision is planning and recording supervision visits and samples of documents
	// (clause 2.2 iv).
	KeepSupervision Permission = "supervision.keep"
	// ReadApplications is reading enquiries and applications of employers, with what was found
	// and decided about them.
	ReadApplications Permission = "application.read"
	// WorkApplications is entering enquiries, inviting employers to apply, assessing their
	// applications and recommending a decision.
	WorkApplications Permission = "application.work"
	// ReadComplaints is reading complaints and praise about accredited persons; who reads what
	// of one is told apart further in.
	ReadComplaints Permission = "complaint.read"
	// WorkComplaints is the office’s side: acknowledging, giving to whoever looks into it,
	// referring, the outcome.
	WorkComplaints Permission = "complaint.work"
	// TakeReferrals is taking complaints as professional standards, or giving them back.
	TakeReferrals Permission = "complaint.take"
	// AnswerComplaints is looking into a complaint and saying what was found (s40(9)).
	AnswerComplaints Permission = "complaint.answer"
	// ReviewComplaints is reviewing the outcome of a complaint that somebody else decided.
	ReviewComplaints Permission = "complaint.review"
	// ReadRetention is seeing what personal data is kept beyond its purpose, and until when.
	ReadRetention Permission = "retention.read"
	// KeepRetention is erasing it when its time is over, and holding it for a reason.
	KeepRetention Permission = "retention.keep"
	// ReadRisks is reading the risk register of the scheme.
	ReadRisks Permission = "risk.read"
	// KeepRisks is entering, judging, reviewing and closing its risks.
	KeepRisks Permission = "risk.keep"
	// ReadScheme is reading which local authorities are in the scheme, its targets, its
	// policies and who may decide.
	ReadScheme Permission = "scheme.read"
	// KeepScheme is keeping all that, and the log of what was said with community policing
	// teams about growth.
	KeepScheme Permission = "scheme.keep"
	// ReadReviews is reading reviews of an organisation's powers.
	ReadReviews Permission = "power-review.read"
	// KeepReviews is opening them, and calling them off.
	KeepReviews Permission = "power-review.keep"
	// AnswerReviews is telling, for the organisation, how often each power was used and whether
	// it is still needed.
	AnswerReviews Permission = "power-review.answer"
	// ReadReforms is reading the watch list of changes of the law, and previews of what they do.
	ReadReforms Permission = "reform.read"
	// KeepReforms is keeping that list, keeping previews, and putting changes before the delegate.
	KeepReforms Permission = "reform.keep"
	// CarryOutReforms is deciding that a change of the law is carried out (s42(3)).
	CarryOutReforms Permission = "reform.carry-out"
	// ReadFees is reading the fee schedule, and quotes, invoices, receipts and credit notes.
	ReadFees Permission = "fee.read"
	// KeepFees is entering the fee schedule, making quotes and invoices, booking payments and
	// credits, and spending from the scheme account.
	KeepFees Permission = "fee.keep"
	// OrderFees is accepting a quote, which makes the invoice.
	OrderFees Permission = "fee.order"
	// ReadSchemeAccount is reading the ring-fenced scheme account and its statements.
	ReadSchemeAccount Permission = "scheme-account.read"
	// ReadMessages is seeing which messages the program sent, or would have sent, and to whom.
	ReadMessages Permission = "message.read"
	// SendMessages is sending a message again that could not be sent.
	SendMessages Permission = "message.send"
	// ReadIncidents is seeing antisocial behaviour and crime as police.uk publishes them,
	// counted by area: open data, beside who works there.
	ReadIncidents Permission = "incident.read"
	// AskMay is asking what a person in the register may do at a place and instant.
	AskMay Permission = "law.ask"
)

// Permissions is every permission, in the order of the table people read.
var Permissions = []Permission{ReadOrg, AddOrg, ChangeOrg, ChangeContacts, ChangeTeams, DecideOrg, ReadPerson, NominatePerson, ChangePerson, MergePersons, RecordVetting, OpenVetting, OwnVetting, SeeIdentity, EraseVetting, RotateVettingKey, RecordTraining,
	ReadTraining, KeepTraining, ApproveTraining, BookTraining, OwnTraining, Appeal,
	RecordCapable, Recommend, Grant, SuspendNow, OwnConsent, ReportLeaving, ReadCard, IssueCard, ReportCard, ShowCard, ReadLetters, ReadLedger, Import,
	ReadAgreement, WriteAgreement, SignAgreement, ProposeChange, KeepLiaison, KeepSupervision, ReadApplications, WorkApplications,
	ReadComplaints, WorkComplaints, TakeReferrals, AnswerComplaints, ReviewComplaints,
	ReadRetention, KeepRetention, ReadRisks, KeepRisks, ReadScheme, KeepScheme, ReadReviews, KeepReviews, AnswerReviews, ReadReforms, KeepReforms, CarryOutReforms,
	ReadFees, KeepFees, OrderFees, ReadSchemeAccount,
	ManageAccounts, ReadSettings, ChangeSettings, ReadArea, OwnAccount, ReadFigures, ReadIncidents, ReadMessages, SendMessages, AskMay}

var whats = map[Permission]string{
	ReadOrg: "see organisations", AddOrg: "add an organisation", ChangeOrg: "change an organisation",
	ChangeContacts: "change the contacts of an organisation", ChangeTeams: "change the teams of an organisation", DecideOrg: "decide on an organisation", ReadPerson: "see people in the register", NominatePerson: "put a person forward",
	ChangePerson: "change a person’s entry", MergePersons: "say whether two entries are one person", RecordVetting: "record vetting",
	OpenVetting: "open vetting forms", OwnVetting: "send this vetting form", SeeIdentity: "say which proof of identity was seen",
	EraseVetting: "destroy what lies in a vetting envelope", RotateVettingKey: "change the key of the vetting unit", RecordTraining: "record training",
	ReadTraining: "see training", KeepTraining: "keep courses and sessions", ApproveTraining: "approve training providers and trainers", BookTraining: "book training", OwnTraining: "keep this training page", Appeal: "appeal against this decision",
	RecordCapable: "decide whether a person is capable", Recommend: "put a person before the delegate",
	Grant: "decide on an accreditation", SuspendNow: "suspend an accreditation", OwnConsent: "say whether this person takes part", ReportLeaving: "report that a person has left",
	ReadCard: "see cards", IssueCard: "issue cards", ReportCard: "report a card", ShowCard: "show this card", ReadLetters: "read these letters",
	ReadLedger: "read the ledger", Import: "import spreadsheets", ManageAccounts: "manage accounts", OwnAccount: "use an account",
	ReadSettings: "see the settings of the force", ChangeSettings: "change the settings of the force", ReadArea: "see the areas of the force",
	ReadAgreement: "see agreements", WriteAgreement: "draft agreements", SignAgreement: "sign agreements", ProposeChange: "propose changes of an agreement", KeepLiaison: "keep meetings, contacts, issues and evaluations",
	KeepSupervision:  "record supervision",
	ReadApplications: "see enquiries and applications", WorkApplications: "work on enquiries and applications",
	ReadComplaints: "see complaints", WorkComplaints: "work on complaints", TakeReferrals: "take complaints for professional standards", AnswerComplaints: "say what was found of this complaint", ReviewComplaints: "review the outcome of complaints",
	ReadRetention: "see for how long personal data is kept", KeepRetention: "erase or hold personal data",
	ReadRisks: "see the risks of the scheme", KeepRisks: "keep the risks of the scheme",
	ReadScheme: "see how far the scheme reaches and its policies", KeepScheme: "keep the targets and policies of the scheme",
	ReadReviews: "see reviews of powers", KeepReviews: "open reviews of powers", AnswerReviews: "answer a review of powers",
	ReadReforms: "see changes of the law", KeepReforms: "keep changes of the law", CarryOutReforms: "carry out changes of the law",
	ReadFees: "see fees and invoices", KeepFees: "keep fees, invoices and the scheme account", OrderFees: "accept quotes", ReadSchemeAccount: "see the scheme account",
	ReadFigures: "see these figures", ReadIncidents: "see incidents", ReadMessages: "see the messages that were sent", SendMessages: "send messages again", AskMay: "ask what a person may do",
}

// what completes the sentence "You may not …".
func (p Permission) what() string { return whats[p] }

// holders is the sentence that says who may.
func (p Permission) holders() string {
	var names []string
	for _, r := range Roles {
		if _, ok := rules[r][p]; ok {
			names = append(names, strings.ToLower(r.Title()[:1])+r.Title()[1:])
		}
	}
	switch n := len(names); n {
	case 0:
		return "No account may."
	case 1:
		return "That is for the " + names[0] + "."
	default:
		return "That is for the " + strings.Join(names[:n-1], ", ") + " and " + names[n-1] + "."
	}
}

// Reach is how far a permission goes.
type Reach int

const (
	// WholeForce is everything of the actor's force.
	WholeForce Reach = iota
	// OwnOrg is what belongs to the actor's organisation.
	OwnOrg
	// OwnArea is what lies in one of the actor's areas.
	OwnArea
	// OwnPerson is what is about the actor.
	OwnPerson
)

// String is the reach in the table people read.
func (r Reach) String() string {
	return [...]string{"force", "own organisation", "own areas", "own person"}[r]
}

func (r Reach) beyond() string {
	return [...]string{"here", "of another organisation", "outside your areas", "about anybody but yourself"}[r]
}

func inAreas(w *db.Where, cond string, areas []id.Area) {
	args := make([]any, len(areas))
	for i, a := range areas {
		args[i] = string(a)
	}
	w.And(fmt.Sprintf(cond, db.Marks(len(areas))), args...)
}
