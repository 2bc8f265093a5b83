package apply

import (
	"regexp"
	"slices"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/org"
)

// Missing is one answer that is missing or wrong: on which page, at which field.
type Missing struct{ Page, Field, Message string }

var postcode = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$`)

// Missing is all that keeps the form from being sent, in the order of its pages.
func (f *Form) Missing(private bool) []Missing {
	var out []Missing
	for _, s := range Sections(private) {
		for _, p := range s.Pages {
			for _, m := range f.OnPage(p) {
				out = append(out, Missing{p.Name, m.Name, m.Message})
			}
		}
	}
	return out
}

// OnPage is what is missing or wrong on one page.
func (f *Form) OnPage(p Page) fault.Fields {
	var out fault.Fields
	for _, q := range p.Fields {
		if m := f.wrong(q); m != "" {
			out.Add(q.Name, "%s", m)
		}
	}
	switch p.List {
	case "supervisors":
		if len(f.Supervisors) == 0 {
			out.Add("supervisors", "Name at least one supervisor")
		}
	case "directors":
		if len(f.Directors) == 0 {
			out.Add("directors", "Name every director that Companies House shows")
		}
	case "area":
		if blank(f.Values["area_text"]) {
			out.Add("area_text", "Describe the area in words, for example City of Aldermere")
		}
		if len(f.Areas) == 0 && f.Drawn == nil {
			out.Add("areas", "Choose the districts or wards, or send a boundary")
		}
	case "uniform":
		if blank(f.Values["uniform"]) {
			out.Add("uniform", "Describe the uniform")
		}
		if f.Photo == "" {
			out.Add("photo", "Send a photograph of the uniform")
		}
	case "roles":
		out = append(out, f.rolesLack()...)
	case "uploads":
		for _, q := range policies {
			if f.Values[q.name] == "sent" && !f.shows(q.name) {
				out.Add("uploads", "Send the file about %s: you said that you would", org.Fold(q.label))
			}
		}
	}
	return out
}

// wrong is what is wrong with the answer to a question, or empty.
func (f *Form) wrong(q Field) string {
	v := f.Values[q.Name]
	switch {
	case blank(v) && q.Optional:
		return ""
	case blank(v) && q.Kind == Choose:
		return "Choose an answer: " + q.Label
	case blank(v):
		return "Answer this: " + q.Label
	case q.Kind == Choose && !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Value == v }):
		return "Choose one of the answers: " + q.Label
	case q.Kind == Email && !org.ValidEmail(v):
		return "Enter an e-mail address, for example name@council.example"
	case q.Name == "postcode" && !postcode.MatchString(v):
		return "Enter a postcode, for example EM1 4AB"
	}
	if _, err := clock.ParseDay(v); q.Kind == Date && err != nil {
		return "Enter a day: " + q.Label
	}
	return ""
}

// shows reports whether a file was sent that shows it.
func (f *Form) shows(what string) bool {
	return slices.ContainsFunc(f.Uploads, func(u Upload) bool { return u.What == what })
}

func (f *Form) rolesLack() fault.Fields {
	var out fault.Fields
	if len(f.Roles) == 0 {
		out.Add("roles", "Name at least one role whose holders are to be accredited")
	}
	for _, r := range f.Roles {
		n := 0
		for _, w := range r.Powers {
			if w.lacks() {
				n++
			}
		}
		if n == 1 {
			out.Add("roles", "%s: one power has no reason, expected use or alternative yet", r.Title)
		} else if n > 1 {
			out.Add("roles", "%s: %d powers have no reason, expected use or alternative yet", r.Title, n)
		}
	}
	return out
}

func (w *Want) lacks() bool {
	p, _ := law.Find(w.Power)
	return blank(w.Reason) || blank(w.Uses) || blank(w.Instead) || p != nil && p.Notice == law.PND && len(w.Offences) == 0
}

// Progress is how far a task is.
type Progress int

const (
	NotStarted Progress = iota
	Started
	Finished
)

// Progress is how far a task is, and how many answers it lacks.
func (f *Form) Progress(s Section) (Progress, int) {
	lacks, has := 0, false
	for _, p := range s.Pages {
		lacks += len(f.OnPage(p))
		has = has || f.begun(p)
	}
	switch {
	case lacks == 0 && (has || s.Name == "evidence"):
		return Finished, 0
	case has:
		return Started, lacks
	}
	return NotStarted, lacks
}

func (f *Form) begun(p Page) bool {
	switch p.List {
	case "supervisors":
		return len(f.Supervisors) > 0
	case "directors":
		return len(f.Directors) > 0
	case "roles":
		return len(f.Roles) > 0
	case "area":
		return !blank(f.Values["area_text"]) || len(f.Areas) > 0 || f.Drawn != nil
	case "uniform":
		return !blank(f.Values["uniform"]) || f.Photo != ""
	case "uploads":
		return len(f.Uploads) > 0
	}
	return slices.ContainsFunc(p.Fields, func(q Field) bool { return !blank(f.Values[q.Name]) })
}

// check bounds what is kept of a form, whoever sends it: lengths, numbers of items, and
// powers and areas that there are.
func (f *Form) check(known func(area string) bool) error {
	var wrong fault.Fields
	for name, v := range f.Values {
		if len([]rune(v)) > textLimit {
			wrong.Add(name, "This must be 4,000 letters or fewer")
		}
	}
	people := func(field string, cs []Contact) {
		for i := range cs {
			if blank(cs[i].Name) || len([]rune(cs[i].Name)) > lineLimit || len([]rune(cs[i].Post)) > lineLimit {
				wrong.Add(field, "Enter each name and post, in 200 letters or fewer")
			}
			if !org.ValidEmail(cs[i].Email) {
				wrong.Add(field, "Enter an e-mail address, for example name@council.example")
			}
		}
		if len(cs) > peopleLimit {
			wrong.Add(field, "Name at most %d", peopleLimit)
		}
	}
	people("supervisors", f.Supervisors)
	people("directors", f.Directors)
	f.checkRoles(&wrong)
	for _, a := range f.Areas {
		if !known(string(a)) {
			wrong.Add("areas", "One of the areas is not in the register. Choose again")
		}
	}
	if len(f.Uploads) > uploadsLimit {
		wrong.Add("uploads", "Send at most %d files", uploadsLimit)
	}
	return wrong.Err()
}

func (f *Form) checkRoles(wrong *fault.Fields) {
	if len(f.Roles) > rolesLimit {
		wrong.Add("roles", "Name at most %d roles", rolesLimit)
	}
	titles := map[string]bool{}
	for _, r := range f.Roles {
		switch fold := org.Fold(r.Title); {
		case fold == "" || len([]rune(r.Title)) > lineLimit:
			wrong.Add("title", "Enter the title of the role, in 200 letters or fewer")
		case titles[fold]:
			wrong.Add("title", "There are two roles named %s", r.Title)
		default:
			titles[fold] = true
		}
		if r.Staff < 1 || r.Staff > staffLimit {
			wrong.Add("staff", "Enter how many people have this role, between 1 and 10,000")
		}
		seen := map[law.PowerID]bool{}
		for _, w := range r.Powers {
			x, ok := law.Find(w.Power)
			if !ok || seen[w.Power] {
				wrong.Add("powers", "Choose each power once, from the list")
			} else if x.Authority != law.Accreditation {
				wrong.Add("powers", "%s does not come from an accreditation", x.Name)
			}
			seen[w.Power] = true
			for _, o := range w.Offences {
				if _, ok := law.FindOffence(o); !ok {
					wrong.Add("offences", "Choose offences from the list")
				}
			}
			if len([]rune(w.Reason+w.Uses+w.Instead+w.Checks)) > textLimit {
				wrong.Add("powers", "What is said of each power must be 4,000 letters or fewer")
			}
		}
	}
}
