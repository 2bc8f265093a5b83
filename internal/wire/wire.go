// Package wire connects the rooms on one database: which service gets which, and who is
// told of whose changes. The server, the commands and the worlds of tests are all
// connected here, so that none of them can disagree with another. Settings, addresses
// and the secret are the server's.
//
// Read New, then hooks.go, the list of what must happen together.
package wire

import (
	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/agreement/supervision"
	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/card"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/clockwork"
	"watchword/internal/complaint"
	"watchword/internal/compliance"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/desk/disclose"
	"watchword/internal/diary"
	"watchword/internal/double"
	"watchword/internal/fee"
	"watchword/internal/incident"
	"watchword/internal/intake/bring"
	"watchword/internal/intake/nominate"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/person"
	"watchword/internal/person/roll"
	"watchword/internal/reform"
	"watchword/internal/retain"
	"watchword/internal/review"
	"watchword/internal/scheme"
	"watchword/internal/scheme/growth"
	"watchword/internal/scheme/monitor"
	"watchword/internal/scheme/policy"
	"watchword/internal/training"
	"watchword/internal/training/course"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
)

// Rooms is every service of the program on one database.
type Rooms struct {
	DB         *db.DB
	Clock      clock.Clock
	Ring       *keyring.Ring
	Ledger     *ledger.Ledger
	Areas      *area.Service
	Accounts   *account.Service
	Orgs       *org.Service
	Persons    *person.Service
	Vettings   *vetting.Service
	Envelopes  *envelope.Service
	Trainings  *training.Service
	Courses    *course.Service
	Accreds    *accred.Service
	Cards      *card.Service
	Factory    *factory.Service
	Rolls      *roll.Service
	Nominate   *nominate.Service
	Agreements *agreement.Service
	Liaison    *liaison.Service
	Supervised *supervision.Service
	Compliance *compliance.Service
	Applies    *apply.Service
	Complaints *complaint.Service
	Fees       *fee.Service
	Reforms    *reform.Service
	Scheme     *scheme.Service
	Retention  *retain.Service
	Growth     *growth.Service
	Reviews    *review.Service
	Policies   *policy.Service
	Monitor    *monitor.Service
	Doubles    *double.Service
	Imports    *bring.Service
	Incidents  *incident.Service
	Desk       *desk.Desk
	Public     *desk.Public
	Board      *desk.Board
	Disclosed  *disclose.Service
	Outbox     *outbox.Outbox
	Clockwork  *clockwork.Service
	// Diary is what each room says waits, or falls due.
	Diary []diary.Source
}

// New connects the rooms on a database whose schema is this version's. Cards count checks
// in memory: who is done with the rooms closes Cards before the database.
func New(d *db.DB, c clock.Clock, ring *keyring.Ring, accounts account.Config) *Rooms {
	r := &Rooms{DB: d, Clock: c, Ring: ring}
	r.Ledger = ledger.New(d, c)
	r.Areas = area.New(d, r.Ledger, ring)
	r.Accounts = account.New(d, r.Ledger, accounts)
	r.Orgs = org.New(d, r.Ledger, r.Areas)
	r.Persons = person.New(d, r.Ledger, r.Areas, r.Orgs)
	r.Vettings = vetting.New(r.Ledger, r.Areas, r.Persons)
	r.Envelopes = envelope.New(d, r.Ledger, ring, r.Areas, r.Orgs, r.Persons, r.Vettings)
	r.Trainings = training.New(r.Ledger, r.Persons)
	r.Outbox = outbox.New(d, c)
	r.Courses = course.New(r.Ledger, r.Areas, r.Orgs, r.Persons, r.Trainings, r.Outbox)
	r.Accreds = accred.New(d, r.Ledger, r.Areas, r.Orgs, r.Persons, r.Vettings, r.Trainings)
	r.Cards = card.New(d, r.Ledger, ring, r.Areas, r.Orgs, r.Persons, r.Accreds)
	r.Agreements = agreement.New(d, r.Ledger, r.Areas, r.Orgs, r.Persons, r.Accreds)
	r.Liaison = liaison.New(r.Ledger, r.Areas, r.Orgs, r.Agreements, r.Accounts, r.Outbox)
	r.Supervised = supervision.New(r.Ledger, r.Areas, r.Orgs, r.Agreements)
	r.Complaints = complaint.New(d, r.Ledger, r.Areas, r.Orgs, r.Persons, r.Accreds, r.Outbox)
	r.Compliance = &compliance.Service{Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Accreds: r.Accreds, Agreements: r.Agreements, Liaison: r.Liaison, Supervised: r.Supervised, Complaints: r.Complaints}
	r.Imports = &bring.Service{DB: d, Clock: c, Ledger: r.Ledger, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Vettings: r.Vettings,
		Trainings: r.Trainings, Accreds: r.Accreds}
	r.Desk = &desk.Desk{DB: d, Clock: c, Ledger: r.Ledger, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Vettings: r.Vettings,
		Trainings: r.Trainings, Accreds: r.Accreds}
	r.Public, r.Board = desk.NewPublic(r.Desk), desk.NewBoard(r.Desk)
	r.Clockwork = &clockwork.Service{DB: d, Clock: c, Ledger: r.Ledger, Areas: r.Areas, Accounts: r.Accounts, Orgs: r.Orgs, Accreds: r.Accreds, Outbox: r.Outbox}
	r.Diary = append(r.Diary, r.Desk.Diary, r.Clockwork.Diary)
	r.Diary = append(r.Diary, r.Orgs.Diary, r.Agreements.Diary, r.Liaison.Diary, r.Supervised.Diary)
	r.Diary = append(r.Diary, r.Envelopes.Diary)
	r.Diary = append(r.Diary, r.Courses.Diary, r.Accreds.Diary)
	r.Applies = apply.New(d, r.Ledger, r.Areas, r.Orgs, r.Outbox)
	r.Diary = append(r.Diary, r.Applies.Diary)
	r.Diary = append(r.Diary, r.Complaints.Diary)
	r.Scheme = scheme.New(r.Ledger, r.Accounts)
	r.Policies = policy.New(r.Ledger)
	r.Monitor = monitor.New(r.Ledger, ring)
	r.Growth = growth.New(growth.Rooms{Ledger: r.Ledger, Areas: r.Areas, Orgs: r.Orgs, Accreds: r.Accreds, Applies: r.Applies})
	r.Diary = append(r.Diary, r.Scheme.Diary, r.Growth.Diary, r.Policies.Diary)
	r.Reforms = reform.New(reform.Rooms{DB: d, Ledger: r.Ledger, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Trainings: r.Trainings, Accreds: r.Accreds, Cards: r.Cards, Agreements: r.Agreements})
	r.Diary = append(r.Diary, r.Reforms.Diary)
	r.Reviews = review.New(r.Ledger, r.Areas, r.Orgs, r.Persons, r.Trainings, r.Accreds, r.Outbox)
	r.Diary = append(r.Diary, r.Reviews.Diary)
	r.Doubles = double.New(double.Rooms{DB: d, Ledger: r.Ledger, Areas: r.Areas, Accounts: r.Accounts, Orgs: r.Orgs, Persons: r.Persons, Vettings: r.Vettings, Envelopes: r.Envelopes, Courses: r.Courses, Accreds: r.Accreds})
	r.Diary = append(r.Diary, r.Doubles.Diary)
	r.Fees = fee.New(d, r.Ledger, r.Areas, r.Orgs)
	r.Diary = append(r.Diary, r.Fees.Diary)
	r.Factory = factory.New(d, r.Ledger, r.Areas, r.Orgs, r.Persons, r.Accreds, r.Cards, r.Outbox)
	r.Diary = append(r.Diary, r.Factory.Diary)
	r.Disclosed = disclose.New(r.Desk, r.Public, r.Complaints, ring)
	r.Nominate = nominate.New(r.Ledger, r.Areas, r.Orgs, r.Persons)
	r.Rolls = roll.New(r.Ledger, r.Areas, r.Orgs, r.Persons, r.Outbox)
	r.Diary = append(r.Diary, r.Rolls.Diary)
	r.Incidents = incident.New(d, r.Ledger, r.Areas)
	r.hooks()
	r.Retention = retain.New(d, r.Ledger, r.Areas)
	r.Retention.Sources = append([]retain.Source{r.Complaints.Retention()}, r.Applies.Retention()...)
	r.Retention.Named = []string{"person.state", "photo_check.state", "card.state", "trainer.state", "manual.state", "meeting.state", "complaint.state", "application.state", "application_draft.form", "organisation.state", "policy_version.state"}
	r.Diary = append(r.Diary, r.Retention.Diary)
	r.Clockwork.Sources, r.Board.Sources, r.Areas.Diary = r.Diary, r.Diary, r.Diary // once every room has said its own
	r.Areas.Foresees = r.foresees()
	return r
}

// Registers is every register that tells the ledger its states, for ledger.Verify.
func (r *Rooms) Registers() map[string]ledger.Rows {
	return map[string]ledger.Rows{
		"force": area.ForceRows, "area": area.Rows, "unit": area.UnitRows, "account": account.Rows,
		"organisation": org.Rows, "person": person.Rows, "staff_roll": roll.Rows, "vetting": vetting.Rows, "vetting_case": envelope.CaseRows, "vetting_part": envelope.PartRows, "training": training.Rows,
		"accreditation": accred.Rows, "letter": accred.LetterRows, "card": card.Rows, "photo_check": factory.PhotoRows, "card_batch": factory.BatchRows,
		"card_stock": factory.StockRows, "badge": factory.BadgeRows, "chaser": factory.ChaserRows, "incident_file": incident.Rows,
		"prospect": apply.ProspectRows, "signing_key": keyring.Rows,
		"agreement": agreement.Rows, "agreement_template": agreement.TemplateRows,
		"training_provider": course.ProviderRows, "trainer": course.TrainerRows, "course": course.Rows, "course_session": course.SessionRows, "training_place": course.PlaceRows,
		"manual": course.ManualRows, "rule_word": course.WordRows,
		"meeting": liaison.MeetingRows, "contact_check": liaison.ContactRows, "matter": liaison.MatterRows, "evaluation": liaison.EvaluationRows, "supervision_plan": supervision.PlanRows, "supervision_visit": supervision.VisitRows,
		"complaint": complaint.Rows,
		"risk":      scheme.RiskRows, "application": apply.Rows, "retention_hold": retain.HoldRows, "authority": growth.AuthorityRows, "target": growth.TargetRows, "talk": growth.TalkRows, "policy": policy.Rows, "policy_version": policy.VersionRows, "power_review": review.Rows, "person_pair": double.Rows,
		"reform": reform.Rows, "fee_tariff": fee.TariffRows, "fee_paper": fee.PaperRows, "fee_charge": fee.ChargeRows, "scheme_posting": fee.PostingRows, "bank_line": fee.BankLineRows,
	}
}
