package area

import (
	"net/url"
	"strings"

	"watchword/internal/law"
)

// Settings is what each force decides for itself. A field that an earlier version of the
// program did not know has its value of Defaults.
//
// A new setting is a field here, its usual value in Defaults, and a row of SettingList.
type Settings struct {
	// APPrefix stands before the number of an accredited person: "EM".
	APPrefix string `json:"ap_prefix"`
	// PublicURL is where the public reaches the pages, for QR codes and letters.
	PublicURL string `json:"public_url"`
	// Territory is E or W, for amounts and powers that differ.
	Territory string `json:"territory"`
	// ChiefOfficer is the title in letters and certificates: "Chief Constable of Eastmarch".
	ChiefOfficer string `json:"chief_officer"`
	// NameOnCard says where the holder's name is printed: none, front or back.
	NameOnCard string `json:"name_on_card"`
	// ReturnAddress is printed on cards, lines apart.
	ReturnAddress []string `json:"return_address"`
	// Badge describes the badge specified, as the public should look for it (s42(2)).
	Badge string `json:"badge"`
	// MinimumAge is the least age of an accredited person in years. 18 is practice, not
	// law: no source for it was found.
	MinimumAge int `json:"minimum_age"`
	// AccreditationMonths is the usual length of an accreditation.
	AccreditationMonths int `json:"accreditation_months"`
	// ArrangementMonths is the usual length of an employer's arrangements.
	ArrangementMonths int `json:"arrangement_months"`
	// VettingLevels are the levels of vetting that the scheme accepts, lowest first.
	VettingLevels []string `json:"vetting_levels"`
	// DecideWithinDays is the force's own interval for a decision, in days.
	DecideWithinDays int `json:"decide_within_days"`
	// VettingAimWeeks is the vetting unit's aim.
	VettingAimWeeks int `json:"vetting_aim_weeks"`
	// VettingFullLevels are the levels whose form asks for partner, household and money.
	VettingFullLevels []string `json:"vetting_full_levels"`
	// VettingMonths is the usual length of a clearance.
	VettingMonths int `json:"vetting_months"`
	// VettingAddressYears is of how many years a person tells the addresses.
	VettingAddressYears int `json:"vetting_address_years"`
	// VettingDeclarationMonths is how often a cleared person declares what has changed.
	VettingDeclarationMonths int `json:"vetting_declaration_months"`
	// VettingLinkDays is for how many days a link to the form works.
	VettingLinkDays int `json:"vetting_link_days"`
	// VettingAnswerDays is how many days a person has to answer the unit.
	VettingAnswerDays int `json:"vetting_answer_days"`
	// VettingAppealDays is how many days a person has to appeal.
	VettingAppealDays int `json:"vetting_appeal_days"`
	// VettingKeepMonths is how long what lies in an envelope is kept after its end.
	VettingKeepMonths int `json:"vetting_keep_months"`
	// AppealDays is how many days a person has to appeal against a refusal or withdrawal.
	AppealDays int `json:"appeal_days"`
	// TrainingMonths is how long a pass counts where the course does not say.
	TrainingMonths int `json:"training_months"`
	// RefresherMonths is when a refresher is due, from the power passed longest ago.
	RefresherMonths int `json:"refresher_months"`
	// RefresherOverdue says whether an overdue refresher stops a renewal: Warn or Block.
	RefresherOverdue string `json:"refresher_overdue"`
	// CPDHours is how many hours of further training are asked of a person each year.
	CPDHours int `json:"cpd_hours"`
	// CPDShort says whether too few hours stop a renewal: Warn or Block.
	CPDShort string `json:"cpd_short"`
	// PowerReviewMonths is how often it is looked at whether an organisation's powers are still
	// needed; 0: it does not fall due. No source for a number was found.
	PowerReviewMonths int `json:"power_review_months"`
	// PowerReviewDays is how many days the employer has to answer.
	PowerReviewDays int `json:"power_review_days"`
	// RollMonths is how often an employer confirms who works for it; 0: it is not asked.
	RollMonths int `json:"roll_months"`
	// ChaseDays is how often an employer is reminded of cards and badges that were asked back.
	ChaseDays int `json:"chase_days"`
	// BlankCardsLeast is how many blank cards are left when more are to be ordered.
	BlankCardsLeast int `json:"blank_cards_least"`
	// AgreementReviewMonths is when an agreement falls due for review, from the last signature
	// or review. The joint operating protocol allows a year at the most (clause 1.1).
	AgreementReviewMonths int `json:"agreement_review_months"`
	// SharingFirstReviewMonths is the same for the first review of an information sharing
	// agreement; later ones follow AgreementReviewMonths.
	SharingFirstReviewMonths int `json:"sharing_first_review_months"`
	// MeetingMonths is how often an organisation meets its neighbourhood team: every three
	// months at least (clause 3.2).
	MeetingMonths int `json:"meeting_months"`
	// ContactMonths is how often each contact of the directory is verified (clause 3.1).
	ContactMonths int `json:"contact_months"`
	// MinutesYears is how long minutes are kept (clause 3.2).
	MinutesYears int `json:"minutes_years"`
	// EvaluationMonths is how often the parties evaluate their work together (clause 4.1).
	EvaluationMonths int `json:"evaluation_months"`
	// IssueDays is how many days a party has to answer an issue, or an outcome proposed
	// (clause 4.1).
	IssueDays int `json:"issue_days"`
	// QuestionDays is the same for the scheme office and a question (clause 5.5).
	QuestionDays int `json:"question_days"`
	// SupervisionRatio is how many accredited persons one supervisor has at most (clause 2.2 iv).
	SupervisionRatio int `json:"supervision_ratio"`
	// StandardsTolerance is how many in a hundred of an organisation's persons may not meet a
	// standard before the organisation does not.
	StandardsTolerance int `json:"standards_tolerance"`
	// VisitMonths is how often persons are visited at work, SampleMonths how often a sample of
	// their notebooks, notices and reports is looked through.
	VisitMonths  int `json:"visit_months"`
	SampleMonths int `json:"sample_months"`
	// ProtocolNeeded says that arrangements are approved only where a protocol is in force.
	ProtocolNeeded bool `json:"protocol_needed"`
	// ApplicationLinkDays is for how many days a link to an application works.
	ApplicationLinkDays int `json:"application_link_days"`
	// Criteria are what every application is assessed against; CompanyCriteria those of
	// private bodies besides.
	Criteria        []string `json:"criteria"`
	CompanyCriteria []string `json:"company_criteria"`
	// ConsultDays is how long those asked about an application have to answer.
	ConsultDays int `json:"consult_days"`
	// RoleCatalogue is the usual roles, each with its usual powers: "Park ranger: 3, 1(2)(c)".
	RoleCatalogue []string `json:"role_catalogue"`
	// ComplaintAcknowledgeDays is within how many days a complaint is acknowledged,
	// ComplaintAnswerDays how many whoever looks into it usually has, ComplaintOutcomeDays
	// within how many the complainant has the outcome, and ComplaintReviewDays for how many
	// they may then ask for a review. ComplaintLinkDays is how long their link works after the
	// complaint is closed.
	ComplaintAcknowledgeDays int `json:"complaint_acknowledge_days"`
	ComplaintAnswerDays      int `json:"complaint_answer_days"`
	ComplaintOutcomeDays     int `json:"complaint_outcome_days"`
	ComplaintReviewDays      int `json:"complaint_review_days"`
	ComplaintLinkDays        int `json:"complaint_link_days"`
	// ComplaintKeepMonths is for how long the personal data of a complaint is kept after it came
	// to its end, ApplicationKeepMonths that of an application that was refused or withdrawn,
	// EnquiryKeepMonths that of an enquiry that came to nothing. No source gives them: they are
	// our own usual values. RetentionItself erases what is over without anybody's act.
	ComplaintKeepMonths   int  `json:"complaint_keep_months"`
	ApplicationKeepMonths int  `json:"application_keep_months"`
	EnquiryKeepMonths     int  `json:"enquiry_keep_months"`
	RetentionItself       bool `json:"retention_itself"`
	// PaymentDays is how many days an employer has to pay an invoice.
	PaymentDays int `json:"payment_days"`
	// QuoteDays is how many days a quote holds.
	QuoteDays int `json:"quote_days"`
	// PayTo is how to pay, as it stands on invoices: bank, account, what to quote.
	PayTo []string `json:"pay_to"`
	// WarnFirst, WarnSecond and WarnThird are how many days before something ends by itself,
	// or falls due, those who can see to it are told.
	WarnFirst  int `json:"warn_first"`
	WarnSecond int `json:"warn_second"`
	WarnThird  int `json:"warn_third"`
	// DigestOn is the days on which digests are sent: "daily", "weekdays", or the English name
	// of one day of the week in small letters.
	DigestOn string `json:"digest_on"`
	// DigestHour is the hour, London time, from which they are sent.
	DigestHour int `json:"digest_hour"`
	// SmallCounts hides head-counts under 5 on public pages.
	SmallCounts bool `json:"small_counts"`
	// ComplaintsTo is where complaints about an accredited person go: an address of a page.
	ComplaintsTo string `json:"complaints_to"`
	// Demo marks a force of made-up people. It is no setting that anybody changes.
	Demo bool `json:"demo,omitempty"`
}

// Defaults are the settings a new force begins with.
func Defaults() Settings {
	return Settings{Territory: "E", NameOnCard: "none", MinimumAge: 18, AccreditationMonths: 36, ArrangementMonths: 36,
		Badge: "the red, white and black badge on the chest", VettingLevels: []string{"NPPV 1", "NPPV 2 abbreviated", "NPPV 2", "NPPV 3"},
		DecideWithinDays: 10, VettingAimWeeks: 8, VettingFullLevels: []string{"NPPV 2", "NPPV 3"}, VettingMonths: 36, VettingAddressYears: 5,
		VettingDeclarationMonths: 12, VettingLinkDays: 28, VettingAnswerDays: 14, VettingAppealDays: 14, VettingKeepMonths: 12, AppealDays: 28, TrainingMonths: 36, RefresherMonths: 36, RefresherOverdue: Warn, CPDHours: 6, CPDShort: Warn, AgreementReviewMonths: 12, SharingFirstReviewMonths: 6, MeetingMonths: 3, ContactMonths: 6,
		MinutesYears: 6, EvaluationMonths: 12, PowerReviewMonths: 24, PowerReviewDays: 28, ChaseDays: 14, BlankCardsLeast: 50, IssueDays: 14, QuestionDays: 10, SupervisionRatio: 15, StandardsTolerance: 10, VisitMonths: 3, SampleMonths: 3,
		ApplicationLinkDays: 90, ConsultDays: 28, Criteria: criteria, CompanyCriteria: companyCriteria, RoleCatalogue: roleCatalogue,
		ComplaintAcknowledgeDays: 5, ComplaintAnswerDays: 20, ComplaintOutcomeDays: 40, ComplaintReviewDays: 28, ComplaintLinkDays: 365, ComplaintKeepMonths: 72, ApplicationKeepMonths: 24, EnquiryKeepMonths: 12,
		PaymentDays: 30, QuoteDays: 60,
		WarnFirst: 90, WarnSecond: 60, WarnThird: 30, DigestOn: "monday", DigestHour: 7}
}

// What an overdue duty does to a renewal.
const (
	Warn  = "warn"
	Block = "block"
)

var warnOrBlock = []Option{{Warn, "The delegate is warned"}, {Block, "It stops the renewal"}}

// Law is the territory whose law the force's accredited persons act under.
func (s Settings) Law() law.Territory {
	if s.Territory == "W" {
		return law.Wales
	}
	return law.England
}

// Complain is where the public complains about the accredited person of that AP number, or
// says that they did well: the force’s own page or e-mail address, or else this program’s
// page. The number may be empty.
func (s Settings) Complain(number string) string {
	to := s.ComplaintsTo
	switch {
	case to == "" && number == "":
		return "/complain"
	case to == "":
		return "/complain?card=" + url.QueryEscape(number)
	case number != "" && strings.HasPrefix(to, "mailto:") && !strings.Contains(to, "?"):
		to += "?subject=" + url.PathEscape("Card "+number)
	}
	return to
}
