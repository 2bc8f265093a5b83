package authz

// rules is the whole of who may do what: role, permission, reach. It is written so
// that a scheme manager can read it; docs/permissions.md is made from it and
// compared in a test.
var rules = map[Role]map[Permission]Reach{
	SchemeManager: all(WholeForce, ReadTraining, KeepTraining, ApproveTraining, BookTraining, Appeal, ReadOrg, AddOrg, ChangeOrg, ChangeContacts, ChangeTeams, ReadPerson, NominatePerson, ChangePerson, MergePersons, SeeIdentity, RecordTraining, RecordCapable, Recommend,
		SuspendNow, ReportLeaving, ReadCard, IssueCard, ReportCard, ReadLetters, ReadLedger, Import, ManageAccounts, ReadSettings, ChangeSettings, ReadFigures, ReadIncidents, ReadMessages, SendMessages, AskMay,
		ReadAgreement, WriteAgreement, ProposeChange, KeepLiaison, KeepSupervision, ReadApplications, WorkApplications, ReadComplaints, WorkComplaints, AnswerComplaints,
		ReadRisks, KeepRisks, ReadScheme, KeepScheme, ReadReviews, KeepReviews, ReadReforms, KeepReforms, ReadFees, KeepFees, OrderFees, ReadSchemeAccount, ReadRetention, KeepRetention),
	Delegate: all(WholeForce, ReadTraining, ReadOrg, DecideOrg, ReadPerson, RecordCapable, Grant, SuspendNow, ReadCard, ReadLetters, ReadLedger, ReadSettings, ReadFigures, ReadIncidents, AskMay,
		ReadAgreement, SignAgreement, ProposeChange, KeepLiaison, ReadApplications, ReadComplaints, ReviewComplaints, ReadRisks, ReadScheme, ReadReviews, ReadReforms, CarryOutReforms, ReadFees, ReadSchemeAccount),
	VettingUnit: with(all(WholeForce, ReadPerson, RecordVetting, OpenVetting, EraseVetting, RotateVettingKey),
		WholeForce, ReadOrg),
	Trainer: all(WholeForce, ReadTraining, KeepTraining, BookTraining, ReadOrg, ReadPerson, RecordTraining),
	Signatory: all(OwnOrg, ReadTraining, BookTraining, ReadOrg, ChangeContacts, ChangeTeams, ReadPerson, NominatePerson, ChangePerson, SeeIdentity, ReportLeaving, ReadCard, ReportCard, ReadLetters,
		AskMay, ReadAgreement, SignAgreement, ProposeChange, KeepLiaison, KeepSupervision, ReadComplaints, AnswerComplaints, ReadReviews, AnswerReviews, ReadFees, OrderFees),
	Liaison:          all(OwnOrg, ReadTraining, BookTraining, ReadOrg, ReadPerson, NominatePerson, SeeIdentity, ReportLeaving, ReadCard, ReportCard, ReadLetters, AskMay, ReadAgreement, KeepLiaison, KeepSupervision, ReadComplaints, AnswerComplaints, ReadReviews),
	Supervisor:       all(OwnOrg, ReadTraining, ReadOrg, ReadPerson, ReadCard, ReportCard, AskMay, ReadAgreement, KeepSupervision),
	AccreditedPerson: with(all(OwnPerson, OwnConsent, ReadTraining, OwnTraining, Appeal, ReadPerson, ReadCard, ReportCard, ShowCard, ReadLetters, AskMay, OwnVetting, ReadComplaints), OwnOrg, ReadOrg),
	Neighbourhood:    with(all(OwnArea, ReadPerson, AskMay, ReadAgreement, KeepLiaison, KeepSupervision), WholeForce, ReadOrg, ReadIncidents),
	ControlRoom:      all(WholeForce, ReadPerson, ReadCard, AskMay),
	HubManager:       with(all(OwnArea, ReadPerson), WholeForce, ReadOrg, ReadFigures, ReadIncidents),
	Standards:        all(WholeForce, ReadTraining, ReadOrg, ReadPerson, SuspendNow, ReadCard, ReadLetters, ReadLedger, ReadSettings, ReadFigures, ReadIncidents, AskMay, ReadAgreement, ReadApplications, ReadComplaints, WorkComplaints, TakeReferrals, AnswerComplaints, ReviewComplaints, ReadScheme, ReadReviews),
	DataProtection:   all(WholeForce, ReadTraining, ReadOrg, ReadPerson, ReadLetters, ReadLedger, ReadSettings, ReadFigures, ReadIncidents, ReadMessages, ReadAgreement, ReadApplications, ReadComplaints, ReadScheme, ReadReviews, ReadRetention, KeepRetention),
	Commissioner:     all(WholeForce, ReadOrg, ReadFigures, ReadIncidents, ReadSchemeAccount, ReadRisks, ReadScheme),
	Operator: all(WholeForce, ReadOrg, AddOrg, ChangeOrg, ChangeContacts, ChangeTeams, ReadPerson, NominatePerson, ChangePerson, ReadCard, ReadLedger, Import, ManageAccounts,
		ReadSettings, ChangeSettings, ReadFigures, ReadIncidents, ReadMessages, SendMessages, AskMay, RotateVettingKey),
	System: all(WholeForce, ReadTraining, ReadOrg, ReadPerson, ReadCard, ReadFigures, ReadIncidents, EraseVetting, ReadRetention, KeepRetention),
}

// all gives every permission the same reach. Every account may use itself, and see the
// areas of its force.
func all(reach Reach, ps ...Permission) map[Permission]Reach {
	return with(map[Permission]Reach{OwnAccount: WholeForce, ReadArea: WholeForce}, reach, ps...)
}

// with adds permissions of another reach.
func with(m map[Permission]Reach, reach Reach, ps ...Permission) map[Permission]Reach {
	for _, p := range ps {
		m[p] = reach
	}
	return m
}
