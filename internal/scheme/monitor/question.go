package monitor

// Answer is one that a question may be given.
type Answer struct{ Code, Title string }

// Question is one short question. Its codes are kept in tallies and never change meaning.
type Question struct {
	Code  string
	Title string // of its table
	Ask   string
	// After says whose categories they are.
	After   string
	Answers []Answer
}

// Whose categories they are.
const (
	census = "After the Census 2021 of England and Wales (Office for National Statistics). Not confirmed against the source."
	ours   = "Our own categories."
)

// What every question may be answered besides, and what stands where none was given.
var (
	RatherNot = Answer{"rather-not", "Prefer not to say"}
	None      = Answer{"none", "Not answered"}
)

var yesNo = []Answer{{"yes", "Yes"}, {"no", "No"}}

// Questions is every question, in the order of the protected characteristics of the Equality
// Act 2010, s4.
var Questions = []Question{
	{"age", "Age", "How old are you?", ours, []Answer{{"to-24", "Under 25"}, {"25-34", "25 to 34"}, {"35-44", "35 to 44"}, {"45-54", "45 to 54"}, {"55-64", "55 to 64"}, {"from-65", "65 or over"}}},
	{"disability", "Disability", "Do you have a physical or mental health condition, lasting or expected to last 12 months or more, that limits what you can do day to day?", census, []Answer{{"a-lot", "Yes, a lot"}, {"a-little", "Yes, a little"}, {"no", "No"}}},
	{"gender", "Gender reassignment", "Is the gender you identify with the same as your sex registered at birth?", census, yesNo},
	{"marriage", "Marriage and civil partnership", "Are you married or in a civil partnership?", ours, yesNo},
	{"pregnancy", "Pregnancy and maternity", "Are you pregnant, or have you given birth within the last 26 weeks?", ours, yesNo},
	{"race", "Race", "What is your ethnic group?", census, []Answer{{"asian", "Asian or Asian British"}, {"black", "Black, Black British, Caribbean or African"}, {"mixed", "Mixed or multiple ethnic groups"}, {"white", "White"}, {"other", "Other ethnic group"}}},
	{"religion", "Religion or belief", "What is your religion?", census, []Answer{{"no-religion", "No religion"}, {"christian", "Christian"}, {"buddhist", "Buddhist"}, {"hindu", "Hindu"}, {"jewish", "Jewish"}, {"muslim", "Muslim"}, {"sikh", "Sikh"}, {"other", "Any other religion"}}},
	{"sex", "Sex", "What is your sex?", census, []Answer{{"female", "Female"}, {"male", "Male"}}},
	{"orientation", "Sexual orientation", "Which of these describes your sexual orientation?", census, []Answer{{"straight", "Straight or heterosexual"}, {"gay", "Gay or lesbian"}, {"bisexual", "Bisexual"}, {"other", "Other sexual orientation"}}},
}

// Options is what a question may be answered.
func (q *Question) Options() []Answer {
	return append(q.Answers[:len(q.Answers):len(q.Answers)], RatherNot)
}

// knows reports whether the question may be answered so.
func (q *Question) knows(code string) bool {
	for _, a := range q.Options() {
		if a.Code == code {
			return true
		}
	}
	return false
}
