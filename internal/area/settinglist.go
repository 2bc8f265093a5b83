package area

import (
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"strings"

	"watchword/internal/print"
	"watchword/internal/sign"
)

// SettingList is every setting, in the order in which people read them.
var SettingList = []Setting{
	{Name: "chief_officer", Group: "The force", Label: "Title of the chief officer", Kind: Text, Least: 1, Most: 80,
		Hint:  "Who grants accreditation, as it stands in letters and on certificates. For example, Chief Constable of Eastmarch.",
		Does:  "Letters and certificates made from now on bear it. Those already made stay as they are.",
		field: func(s *Settings) any { return &s.ChiefOfficer }},
	{Name: "territory", Group: "The force", Label: "Law of which country", Kind: Choice, Options: []Option{{"E", "England"}, {"W", "Wales"}},
		Hint:  "Some powers and amounts differ between England and Wales.",
		Does:  "Every answer of what a person may do, and every amount of a notice, follows the law of that country from now on.",
		field: func(s *Settings) any { return &s.Territory }},
	{Name: "public_url", Group: "The force", Label: "Public address", Kind: Text, Least: 0, Most: 60, wrong: notPublic,
		Hint:  "Where the public reaches these pages. For example, https://csas.example.police.uk. Empty: the address this program is served at.",
		Does:  "Codes on cards, letters and certificates made from now on lead there. Cards already printed go on leading to the address of their day, so it must stay in use.",
		field: func(s *Settings) any { return &s.PublicURL }},
	{Name: "complaints_to", Group: "The force", Label: "Where complaints go", Kind: Text, Least: 0, Most: 200, wrong: notReachable,
		Hint:  "Empty: the page of this program, which keeps complaints, tells the employer and counts the days. Else a page of the force’s own, or mailto: and an e-mail address.",
		Does:  "The check page and the public register lead there at once. Empty: no link is shown, and people are told to call 101.",
		field: func(s *Settings) any { return &s.ComplaintsTo }},

	{Name: "ap_prefix", Group: "Accreditation", Label: "Letters before an AP number", Kind: Text, Least: 1, Most: 6, wrong: notPrefix,
		Hint:  "The letters that begin the number of an accredited person. For example, EM for EM 4417.",
		Does:  "Numbers given from now on begin with them. Numbers already given stay, and are then found only if their letters are typed too.",
		field: func(s *Settings) any { return &s.APPrefix }},
	{Name: "minimum_age", Group: "Accreditation", Label: "Minimum age", Kind: Number, Unit: "years", Least: 16, Most: 30,
		Hint:  "Nobody younger is put forward. 18 is the practice of forces; no Act says so.",
		Does:  "Whoever is put forward, or whose particulars are changed, must be of that age from now on. Accreditations already given stand.",
		field: func(s *Settings) any { return &s.MinimumAge }},
	{Name: "accreditation_months", Group: "Accreditation", Label: "Usual length of an accreditation", Kind: Number, Unit: "months", Least: 1, Most: 60,
		Hint:  "The last day that the page of decision proposes. The delegate may choose another.",
		Does:  "Only what the page proposes from now on. Accreditations already given keep their last day.",
		field: func(s *Settings) any { return &s.AccreditationMonths }},
	{Name: "arrangement_months", Group: "Accreditation", Label: "Usual length of an employer’s arrangements", Kind: Number, Unit: "months", Least: 1, Most: 60,
		Hint:  "The last day that the page of approval proposes. The delegate may choose another, within five years.",
		Does:  "Only what the page proposes from now on. Arrangements already in force keep their last day.",
		field: func(s *Settings) any { return &s.ArrangementMonths }},
	{Name: "appeal_days", Group: "Accreditation", Label: "A person may appeal for", Kind: Number, Unit: "days", Least: 7, Most: 90,
		Hint:  "From the day on which an accreditation was refused or withdrawn. Somebody else then decides.",
		Does:  "Decisions already made too, at once. Letters already written keep the day they name.",
		field: func(s *Settings) any { return &s.AppealDays }},
	{Name: "vetting_levels", Group: "Accreditation", Label: "Levels of vetting", Kind: Lines, Least: 2, Most: 60, MostLines: 12,
		Hint:  "The levels that the scheme accepts, one to a line, the lowest first.",
		Does:  "The vetting unit chooses among them from now on. Clearances already recorded keep their level.",
		field: func(s *Settings) any { return &s.VettingLevels }},

	{Name: "roll_months", Group: "Times", Label: "An employer confirms its people every", Kind: Number, Unit: "months", Least: 0, Most: 24,
		Hint:  "How long an employer may be silent about who has left and who has moved. 0: it is not asked.",
		Does:  "The day on which each employer falls due moves at once. Nothing lapses by it.",
		field: func(s *Settings) any { return &s.RollMonths }},
	{Name: "decide_within_days", Group: "Times", Label: "A decision is made within", Kind: Number, Unit: "days", Least: 1, Most: 90,
		Hint:  "The interval that the force sets itself, from the day something is put before the delegate.",
		Does:  "The clocks on the start pages and in the queue of decisions count against it at once. Nothing lapses by it.",
		field: func(s *Settings) any { return &s.DecideWithinDays }},
	{Name: "vetting_aim_weeks", Group: "Times", Label: "Vetting is done within", Kind: Number, Unit: "weeks", Least: 1, Most: 52,
		Hint:  "The aim of the vetting unit, from the day vetting is asked for.",
		Does:  "The clocks in the queue of the unit, and the chart of waiting times, count against it at once. Nothing lapses by it.",
		field: func(s *Settings) any { return &s.VettingAimWeeks }},

	{Name: "vetting_full_levels", Group: "Vetting", Label: "Levels that look at household and money", Kind: Lines, Least: 2, Most: 60, MostLines: 12,
		Hint:  "The levels of vetting whose form asks for partner, household and money, one to a line.",
		Does:  "Forms of persons invited from now on. Forms already with a person stay as they are.",
		field: func(s *Settings) any { return &s.VettingFullLevels }},
	{Name: "vetting_months", Group: "Vetting", Label: "Usual length of a clearance", Kind: Number, Unit: "months", Least: 1, Most: 120,
		Hint:  "The last day that the page of decision proposes. Three years is usual for this work, five on the railway. The unit may choose another.",
		Does:  "Only what the page proposes from now on. Clearances already given keep their last day.",
		field: func(s *Settings) any { return &s.VettingMonths }},
	{Name: "vetting_address_years", Group: "Vetting", Label: "Addresses of the last", Kind: Number, Unit: "years", Least: 1, Most: 10,
		Hint:  "Of how many years a person tells where they lived, without a gap. Police of those places are asked.",
		Does:  "Every form that has not been sent yet, at once.",
		field: func(s *Settings) any { return &s.VettingAddressYears }},
	{Name: "vetting_declaration_months", Group: "Vetting", Label: "A cleared person declares every", Kind: Number, Unit: "months", Least: 3, Most: 24,
		Hint:  "How often somebody who is cleared tells what has changed, or that nothing has.",
		Does:  "Declarations that follow a decision or a declaration from now on. Days already set stay.",
		field: func(s *Settings) any { return &s.VettingDeclarationMonths }},
	{Name: "vetting_link_days", Group: "Vetting", Label: "A link to the vetting form works for", Kind: Number, Unit: "days", Least: 1, Most: 90,
		Hint:  "From the day it is made. The vetting unit may renew it.",
		Does:  "Links made from now on.",
		field: func(s *Settings) any { return &s.VettingLinkDays }},
	{Name: "vetting_answer_days", Group: "Vetting", Label: "A person answers the vetting unit within", Kind: Number, Unit: "days", Least: 1, Most: 90,
		Hint:  "Until then the unit waits. Afterwards it may decide without the answer.",
		Does:  "Questions asked from now on.",
		field: func(s *Settings) any { return &s.VettingAnswerDays }},
	{Name: "vetting_appeal_days", Group: "Vetting", Label: "A person may appeal for", Kind: Number, Unit: "days", Least: 7, Most: 90,
		Hint:  "From the day of a refusal or a withdrawal. Warwickshire allows 14 days.",
		Does:  "Decisions made from now on.",
		field: func(s *Settings) any { return &s.VettingAppealDays }},
	{Name: "vetting_keep_months", Group: "Vetting", Label: "What lies in an envelope is kept for", Kind: Number, Unit: "months", Least: 1, Most: 84,
		Hint:  "After the clearance has ended, was refused for good, or the person has left. Then it is destroyed by itself; state, level and days stay.",
		Does:  "Every envelope, at once: a shorter time destroys what is older within minutes.",
		field: func(s *Settings) any { return &s.VettingKeepMonths }},

	{Name: "training_months", Group: "Training", Label: "A pass counts for", Kind: Number, Unit: "months", Least: 6, Most: 120,
		Hint:  "From the last day of the course, where the course itself does not say. Three years is usual.",
		Does:  "Results recorded from now on. Passes already recorded keep their last day.",
		field: func(s *Settings) any { return &s.TrainingMonths }},
	{Name: "refresher_months", Group: "Training", Label: "A refresher is due after", Kind: Number, Unit: "months", Least: 6, Most: 120,
		Hint:  "From the day on which the power that was passed longest ago was last passed.",
		Does:  "The list of who is due a refresher, at once.",
		field: func(s *Settings) any { return &s.RefresherMonths }},
	{Name: "refresher_overdue", Group: "Training", Label: "An overdue refresher at renewal", Kind: Choice, Options: warnOrBlock,
		Hint:  "What happens when an accreditation is to be renewed and the person’s refresher is overdue.",
		Does:  "Renewals from now on. A power whose training has run out stops by itself all the same.",
		field: func(s *Settings) any { return &s.RefresherOverdue }},
	{Name: "cpd_hours", Group: "Training", Label: "Further training asked each year", Kind: Number, Unit: "hours", Least: 0, Most: 60,
		Hint:  "What an accredited person attends in a year: one training day is usually 6 hours. 0 asks for none.",
		Does:  "What each person’s page says of further training, and renewals, at once.",
		field: func(s *Settings) any { return &s.CPDHours }},
	{Name: "cpd_short", Group: "Training", Label: "Too little further training at renewal", Kind: Choice, Options: warnOrBlock,
		Hint:  "What happens when an accreditation is to be renewed and fewer hours were attended in the last year.",
		Does:  "Renewals from now on.",
		field: func(s *Settings) any { return &s.CPDShort }},

	{Name: "name_on_card", Group: "Cards", Label: "Name of the holder on the card", Kind: Choice,
		Options: []Option{{"none", "Not on the card"}, {"front", "On the front"}, {"back", "On the back"}},
		Hint:    "Whether the name is printed, and on which side. The public check never shows it.",
		Does:    "Cards printed from now on. To change a card in use, replace it.",
		field:   func(s *Settings) any { return &s.NameOnCard }},
	{Name: "return_address", Group: "Cards", Label: "Return address", Kind: Lines, Least: 2, Most: 60, MostLines: 5, whole: notOnCard,
		Hint:  "Where a card that was found is sent, one line under the other. It stands on the back of every card, for which about 150 letters in all have room.",
		Does:  "Cards printed from now on. Cards already printed keep theirs, so have post sent on.",
		field: func(s *Settings) any { return &s.ReturnAddress }},
	{Name: "badge", Group: "Cards", Label: "The badge", Kind: Text, Least: 1, Most: 120,
		Hint:  "How the public knows the badge that the chief officer specified (section 42(2)). It completes the sentence “Look for …”.",
		Does:  "The check page and the public register say it at once.",
		field: func(s *Settings) any { return &s.Badge }},
	{Name: "chase_days", Group: "Cards", Label: "An employer is reminded every", Kind: Number, Unit: "days", Least: 1, Most: 90,
		Hint:  "How long an employer has to send back cards and badges that were asked back, before the scheme office reminds it again.",
		Does:  "The day on which each employer is reminded next moves at once. Reminders already written keep their day.",
		field: func(s *Settings) any { return &s.ChaseDays }},
	{Name: "blank_cards_least", Group: "Cards", Label: "Order blank cards when fewer are left than", Kind: Number, Unit: "cards", Least: 0, Most: 2000,
		Hint:  "The scheme office is told on its start page. 0: never.",
		Does:  "The start page says so at once.",
		field: func(s *Settings) any { return &s.BlankCardsLeast }},

	{Name: "agreement_review_months", Group: "Agreements", Label: "An agreement is reviewed within", Kind: Number, Unit: "months", Least: 1, Most: 12,
		Hint:  "From the last signature, or the last review. The joint operating protocol allows a year at the most.",
		Does:  "The day on which each agreement in force falls due moves at once. Arrangements are not renewed while a review is due.",
		field: func(s *Settings) any { return &s.AgreementReviewMonths }},
	{Name: "sharing_first_review_months", Group: "Agreements", Label: "An information sharing agreement is first reviewed within", Kind: Number, Unit: "months", Least: 1, Most: 12,
		Hint:  "From its last signature. After that it is reviewed like any other agreement.",
		Does:  "The day of the first review of each information sharing agreement moves at once.",
		field: func(s *Settings) any { return &s.SharingFirstReviewMonths }},
	{Name: "meeting_months", Group: "Agreements", Label: "A partnership meeting is held every", Kind: Number, Unit: "months", Least: 1, Most: 3,
		Hint:  "Each organisation meets its neighbourhood team at least this often. The joint operating protocol allows three months at the most.",
		Does:  "The day of the next meeting of each organisation moves at once. Agreements issued from now on say it; those issued already keep their words.",
		field: func(s *Settings) any { return &s.MeetingMonths }},
	{Name: "contact_months", Group: "Agreements", Label: "A contact is verified every", Kind: Number, Unit: "months", Least: 1, Most: 24,
		Hint:  "How often somebody makes sure that a contact of the directory can still be reached.",
		Does:  "Contacts last verified longer ago count as not verified at once.",
		field: func(s *Settings) any { return &s.ContactMonths }},
	{Name: "minutes_years", Group: "Agreements", Label: "Minutes of meetings are kept for", Kind: Number, Unit: "years", Least: 1, Most: 20,
		Hint:  "From the day of the meeting.",
		Does:  "Meetings recorded from now on. Minutes already taken are kept until the day that was set then.",
		field: func(s *Settings) any { return &s.MinutesYears }},
	{Name: "evaluation_months", Group: "Agreements", Label: "The work together is evaluated every", Kind: Number, Unit: "months", Least: 1, Most: 12,
		Hint:  "From the day the protocol came into force, or the last evaluation.",
		Does:  "The day of the next evaluation of each organisation moves at once.",
		field: func(s *Settings) any { return &s.EvaluationMonths }},
	{Name: "issue_days", Group: "Agreements", Label: "An issue is answered within", Kind: Number, Unit: "days", Least: 1, Most: 90,
		Hint:  "How long each party of an agreement has to answer what the other raises or proposes.",
		Does:  "The last day in time of every issue that waits moves at once.",
		field: func(s *Settings) any { return &s.IssueDays }},
	{Name: "question_days", Group: "Agreements", Label: "A question to the scheme office is answered within", Kind: Number, Unit: "days", Least: 1, Most: 90,
		Hint:  "From the day an organisation asks.",
		Does:  "The last day in time of every question that waits moves at once.",
		field: func(s *Settings) any { return &s.QuestionDays }},
	{Name: "power_review_months", Group: "Agreements", Label: "The powers of an organisation are reviewed every", Kind: Number, Unit: "months", Least: 0, Most: 60,
		Hint:  "From the last review, approval or renewal, each of which looks at every power. 0: a review does not fall due. No source for a number was found; 24 is this program’s own.",
		Does:  "The day of the next review of each organisation moves at once.",
		field: func(s *Settings) any { return &s.PowerReviewMonths }},
	{Name: "power_review_days", Group: "Agreements", Label: "A review of powers is answered within", Kind: Number, Unit: "days", Least: 7, Most: 90,
		Hint:  "How long the employer has to say which powers it used and still needs. After that it may be decided without an answer. 28 is this program’s own.",
		Does:  "Reviews opened from now on. Those already open keep their day.",
		field: func(s *Settings) any { return &s.PowerReviewDays }},
	{Name: "supervision_ratio", Group: "Agreements", Label: "Persons for each supervisor, at most", Kind: Number, Unit: "persons", Least: 1, Most: 100,
		Hint:  "Employers need enough trained supervisors. No source for a number was found; this is the force’s own.",
		Does:  "The supervision of every organisation is held against it at once. Nothing lapses by it.",
		field: func(s *Settings) any { return &s.SupervisionRatio }},
	{Name: "standards_tolerance", Group: "Agreements", Label: "Persons who may fall short before their organisation does", Kind: Number, Unit: "in a hundred", Least: 0, Most: 100,
		Hint:  "Of competence, training and vetting: an organisation does not meet a standard once more of its accredited persons do not.",
		Does:  "The six standards of every organisation at once. One that is not met stops the renewal of its arrangements.",
		field: func(s *Settings) any { return &s.StandardsTolerance }},
	{Name: "visit_months", Group: "Agreements", Label: "Persons are visited at work every", Kind: Number, Unit: "months", Least: 1, Most: 12,
		Hint:  "From the day the protocol came into force, or the last supervision visit.",
		Does:  "The day of the next visit of each organisation moves at once.",
		field: func(s *Settings) any { return &s.VisitMonths }},
	{Name: "sample_months", Group: "Agreements", Label: "A sample of documents is looked through every", Kind: Number, Unit: "months", Least: 1, Most: 12,
		Hint:  "Notebooks, notices and reports, from the day the protocol came into force or the last sample.",
		Does:  "The day of the next sample of each organisation moves at once.",
		field: func(s *Settings) any { return &s.SampleMonths }},
	{Name: "protocol_needed", Group: "Agreements", Label: "Arrangements need a protocol in force", Kind: YesNo,
		Hint:  "Whether the delegate may approve or renew an organisation’s arrangements only while its joint operating protocol is in force.",
		Does:  "Approvals and renewals from now on. Arrangements already in force stay.",
		field: func(s *Settings) any { return &s.ProtocolNeeded }},

	{Name: "application_link_days", Group: "Applications", Label: "A link to an application works for", Kind: Number, Unit: "days", Least: 7, Most: 365,
		Hint:  "From the day it is made. Each link opens the application once; the applicant is given the next when they leave it.",
		Does:  "Links made from now on.",
		field: func(s *Settings) any { return &s.ApplicationLinkDays }},
	{Name: "criteria", Group: "Applications", Label: "Criteria of every application", Kind: Lines, Least: 2, Most: 160, MostLines: 30,
		Hint:  "What the office must find before it recommends that an employer is accredited, one to a line (section 41(4)(a)).",
		Does:  "Applications that have not been put before the delegate, at once. What was found of a criterion that stays is kept.",
		field: func(s *Settings) any { return &s.Criteria }},
	{Name: "company_criteria", Group: "Applications", Label: "Further criteria of private bodies", Kind: Lines, Least: 2, Most: 160, MostLines: 30,
		Hint:  "The same for firms and charities, besides those of every application.",
		Does:  "Applications of private bodies that have not been put before the delegate, at once.",
		field: func(s *Settings) any { return &s.CompanyCriteria }},
	{Name: "consult_days", Group: "Applications", Label: "Those consulted answer within", Kind: Number, Unit: "days", Least: 7, Most: 120,
		Hint:  "The commissioner and the local authorities that are asked about an application. Afterwards it may go on without their answer.",
		Does:  "Consultations begun from now on.",
		field: func(s *Settings) any { return &s.ConsultDays }},

	{Name: "complaint_acknowledge_days", Group: "Complaints", Label: "A complaint is acknowledged within", Kind: Number, Unit: "days", Least: 1, Most: 30,
		Hint:  "From the day it reached the scheme. What touches force, honesty, discrimination or a crime is weighed on that very day.",
		Does:  "The last days of complaints that are not acknowledged yet, at once.",
		field: func(s *Settings) any { return &s.ComplaintAcknowledgeDays }},
	{Name: "complaint_answer_days", Group: "Complaints", Label: "Whoever looks into a complaint usually has", Kind: Number, Unit: "days", Least: 5, Most: 90,
		Hint:  "The office may set another day for each.",
		Does:  "Complaints given to somebody from now on.",
		field: func(s *Settings) any { return &s.ComplaintAnswerDays }},
	{Name: "complaint_outcome_days", Group: "Complaints", Label: "The complainant has the outcome within", Kind: Number, Unit: "days", Least: 10, Most: 180,
		Hint:  "From the day it reached the scheme.",
		Does:  "The last days of complaints that are not decided yet, at once.",
		field: func(s *Settings) any { return &s.ComplaintOutcomeDays }},
	{Name: "complaint_review_days", Group: "Complaints", Label: "A review can be asked for within", Kind: Number, Unit: "days", Least: 7, Most: 180,
		Hint:  "From the day of the outcome. Somebody else looks at it then.",
		Does:  "Complaints already decided too, at once.",
		field: func(s *Settings) any { return &s.ComplaintReviewDays }},
	{Name: "complaint_link_days", Group: "Complaints", Label: "A complainant’s link ends after", Kind: Number, Unit: "days", Least: 180, Most: 1095,
		Hint:  "From the day the complaint is closed. The office can make a new link afterwards.",
		Does:  "Links of complaints already closed too, at once.",
		field: func(s *Settings) any { return &s.ComplaintLinkDays }},
	{Name: "role_catalogue", Group: "Applications", Label: "Catalogue of roles", Kind: Lines, Least: 2, Most: 160, MostLines: 40, wrong: notUsualRole,
		Hint:  "The usual roles, one to a line, each with the paragraphs of its usual powers. For example, Park ranger: 3, 1(2)(c). None after the colon is legitimate.",
		Does:  "What an application offers for a role of that title, and what is said to be unusual, at once. Powers already decided stay.",
		field: func(s *Settings) any { return &s.RoleCatalogue }},

	{Name: "complaint_keep_months", Group: "Retention", Label: "Personal data of a complaint is kept for", Kind: Number, Unit: "months", Least: 12, Most: 180,
		Hint:  "From the day on which it came to its end. No source of the scheme gives a period: the usual value is our own.",
		Does:  "Complaints already closed too, at once: what is then over falls due to be erased.",
		field: func(s *Settings) any { return &s.ComplaintKeepMonths }},
	{Name: "application_keep_months", Group: "Retention", Label: "Personal data of an application that failed is kept for", Kind: Number, Unit: "months", Least: 6, Most: 120,
		Hint:  "From the day on which it was refused or withdrawn. What was approved is kept with the organisation. No source of the scheme gives a period: the usual value is our own.",
		Does:  "Applications already refused or withdrawn too, at once: what is then over falls due to be erased.",
		field: func(s *Settings) any { return &s.ApplicationKeepMonths }},
	{Name: "enquiry_keep_months", Group: "Retention", Label: "Personal data of an enquiry that came to nothing is kept for", Kind: Number, Unit: "months", Least: 3, Most: 120,
		Hint:  "From the day on which it was closed. No source of the scheme gives a period: the usual value is our own.",
		Does:  "Enquiries already closed too, at once: what is then over falls due to be erased.",
		field: func(s *Settings) any { return &s.EnquiryKeepMonths }},
	{Name: "retention_itself", Group: "Retention", Label: "What is over is erased by itself", Kind: YesNo,
		Hint:  "What is held stays. Otherwise somebody presses the button for each, on the page Retention.",
		Does:  "Whatever is over is erased within minutes of the change, and from then on the day after its last.",
		field: func(s *Settings) any { return &s.RetentionItself }},

	{Name: "payment_days", Group: "Money", Label: "An invoice is paid within", Kind: Number, Unit: "days", Least: 1, Most: 120,
		Hint:  "From the day it is made.",
		Does:  "Invoices made from now on. Those already made keep their day.",
		field: func(s *Settings) any { return &s.PaymentDays }},
	{Name: "quote_days", Group: "Money", Label: "A quote holds for", Kind: Number, Unit: "days", Least: 1, Most: 365,
		Hint:  "From the day it is made. Afterwards it can no longer be accepted.",
		Does:  "Quotes made from now on. Those already made keep their day.",
		field: func(s *Settings) any { return &s.QuoteDays }},
	{Name: "pay_to", Group: "Money", Label: "How to pay", Kind: Lines, Least: 1, Most: 90, MostLines: 8,
		Hint:  "As it stands on invoices, line by line: the bank, the account, and that the number of the invoice is quoted. No card payment is taken.",
		Does:  "Invoices made from now on. Those already made keep what they say.",
		field: func(s *Settings) any { return &s.PayTo }},

	{Name: "warn_first", Group: "Warnings", Label: "First warning", Kind: Number, Unit: "days", Least: 1, Most: 366,
		Hint:  "How many days before something ends by itself, or falls due, those who can see to it are first told. The person and the employer are then written to.",
		Does:  "The next digest tells what is within the new time and was not told before.",
		field: func(s *Settings) any { return &s.WarnFirst }},
	{Name: "warn_second", Group: "Warnings", Label: "Second warning", Kind: Number, Unit: "days", Least: 1, Most: 366,
		Hint:  "They are told again so many days before.",
		Does:  "The next digest tells what is within the new time and was not told at this step.",
		field: func(s *Settings) any { return &s.WarnSecond }},
	{Name: "warn_third", Group: "Warnings", Label: "Third warning", Kind: Number, Unit: "days", Least: 1, Most: 366,
		Hint:  "And once more, so many days before.",
		Does:  "The next digest tells what is within the new time and was not told at this step.",
		field: func(s *Settings) any { return &s.WarnThird }},
	{Name: "digest_on", Group: "Warnings", Label: "Digests are sent", Kind: Choice,
		Options: []Option{{"daily", "Every day"}, {"weekdays", "Monday to Friday"}, {"monday", "On Mondays"}, {"tuesday", "On Tuesdays"}, {"wednesday", "On Wednesdays"}, {"thursday", "On Thursdays"}, {"friday", "On Fridays"}},
		Hint:    "Each person gets one e-mail of what is new to see to. What falls due before the next one is told at once, whatever the day.",
		Does:    "Digests from the next day on.",
		field:   func(s *Settings) any { return &s.DigestOn }},
	{Name: "digest_hour", Group: "Warnings", Label: "Digests are sent from", Kind: Number, Unit: "o’clock", Least: 0, Most: 23,
		Hint:  "The hour of the day, from 0 to 23.",
		Does:  "Digests from the next day on.",
		field: func(s *Settings) any { return &s.DigestHour }},

	{Name: "small_counts", Group: "Public figures", Label: "Hide counts of fewer than five persons", Kind: YesNo,
		Hint:  "A count of one to four may tell who somebody is.",
		Does:  "The public register, and its files, say “fewer than 5” at once. The office sees every figure.",
		field: func(s *Settings) any { return &s.SmallCounts }},
}

var prefix = regexp.MustCompile(`^[A-Z][A-Z0-9]*$`)

func notPrefix(text string) string {
	if !prefix.MatchString(text) {
		return "Enter capital letters and digits, beginning with a letter, for example EM"
	}
	return ""
}

// notOnCard is what is wrong with a return address for which a card has no room: its end
// would be cut.
func notOnCard(lines []string) string {
	if !print.ReturnFits(lines) {
		return "This has no room on the back of a card. Shorten it to about 150 letters in all, for example with a Freepost name"
	}
	return ""
}

// notPublic is what is wrong with a public address: it is to be read out of a QR code.
func notPublic(text string) string {
	if _, err := sign.CardURL(text, []byte{1}); err != nil || strings.HasSuffix(text, "/") {
		return "Enter an address such as https://csas.example.police.uk, with letters, digits, full stops, hyphens and slashes alone, and no stroke at its end"
	}
	if u, err := url.Parse(text); err != nil || u.Scheme != "https" && !loopback(u.Hostname()) {
		return "Enter an address that begins with https://, so that nobody between a phone and this program can change the answer about a card"
	}
	return ""
}

// loopback reports a host that only this machine reaches, as in trials.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// notReachable is what is wrong with an address that a link leads to.
func notReachable(text string) string {
	if to, ok := strings.CutPrefix(text, "mailto:"); ok {
		if a, err := mail.ParseAddress(to); err == nil && a.Address == to {
			return ""
		}
	} else if strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") {
		return "" // a page of ours
	} else if u, err := url.Parse(text); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil {
		return ""
	}
	return "Enter the address of a page, for example https://www.example.police.uk/complaints, or mailto: and an e-mail address"
}
