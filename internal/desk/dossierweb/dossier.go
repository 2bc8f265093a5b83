package dossierweb

import (
	"slices"
	"strconv"
	"time"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// dossier is what the registers say of one person at an instant, as known at another.
type dossier struct {
	id       id.Person
	when     register.When
	here     bool // the person was in the register then; if not, person is as today
	person   person.Person
	org      org.Organisation
	force    area.Force
	vetting  vetting.Vetting
	training training.Training
	all      []accred.Version // every accreditation, the newest first
	chief    accred.Version   // the one that matters; zero if there is none
	has      bool
	standing accred.Standing
	// rests is the entries of the ledger by which person and employer stand so.
	rests []id.Entry
}

// dossier reads what the registers say of a person. A person who was not in the register
// yet is found all the same, with here false, if the actor may see them today.
// Errors: fault.NotFound, fault.Forbidden.
func (h *Handlers) dossier(tx *db.Tx, who authz.Actor, of id.Person, w register.When) (*dossier, error) {
	d := &dossier{id: of, when: w, here: true}
	p, err := h.Persons.Find(tx, who, of, w)
	if fault.Is(err, fault.NotFound) {
		d.here = false
		p, err = h.Persons.Find(tx, who, of, register.Now(h.Clock.Now()))
	}
	if err != nil {
		return nil, err
	}
	d.person = p.State
	if d.force, err = h.Areas.Force(tx, who.Force); err != nil {
		return nil, err
	}
	o, err := h.Orgs.Any(tx, who.Force, d.person.Org, w)
	if fault.Is(err, fault.NotFound) { // the employer came into the register later
		o, err = h.Orgs.Any(tx, who.Force, d.person.Org, register.Now(h.Clock.Now()))
		o.State.State = org.Applying
	}
	if err != nil || !d.here {
		d.org = o.State
		return d, err
	}
	d.org, d.rests = o.State, []id.Entry{id.Entry(p.Entry), id.Entry(o.Entry)}
	return d, h.facts(tx, who.Force, d)
}

// facts adds what the registers of vetting, training and accreditation say.
func (h *Handlers) facts(tx *db.Tx, force id.Force, d *dossier) (err error) {
	if d.vetting, err = h.Vettings.Of(tx, force, d.id, d.when); err != nil {
		return err
	}
	if d.training, err = h.Trainings.Of(tx, force, d.id, d.when); err != nil {
		return err
	}
	if d.all, err = h.Accreds.Of(tx, force, d.id, d.when); err != nil {
		return err
	}
	if d.chief, d.has = accred.Chief(d.all); d.has {
		d.standing = d.chief.State.Stand(&d.org, d.when.At, d.territory())
		d.rests = append(d.rests, id.Entry(d.chief.Entry))
	}
	return nil
}

// territory is whose law applies.
func (d *dossier) territory() law.Territory { return d.force.Settings.Law() }

// object is the person as permissions look at them.
func (d *dossier) object() authz.Object { return d.person.Object(d.id, accred.Where(d.all, &d.org)) }

// may reports whether the actor has the permission on this person.
func (d *dossier) may(who authz.Actor, p authz.Permission) bool { return who.May(p, d.object()) == nil }

// accreditation is the identity of the accreditation that matters.
func (d *dossier) accreditation() id.Accreditation { return id.Accreditation(d.chief.ID) }

// granted reports whether there is an accreditation that was ever given.
func (d *dossier) granted() bool {
	return d.has && d.chief.State.State != accred.Proposed && d.chief.State.State != accred.Refused
}

// role is the person's role at the employer, as the employer has it now.
func (d *dossier) role() org.Role {
	if r, ok := d.org.Role(d.person.Role); ok {
		return *r
	}
	return org.Role{ID: d.person.Role, Title: d.person.RoleTitle}
}

// allowed is the powers that the role may be given and that are in force in law on the
// day, in the order of the catalogue.
func (d *dossier) allowed(on clock.Day) []*law.Power {
	role := d.role()
	var out []*law.Power
	for i := range law.Powers() {
		p := &law.Powers()[i]
		if _, ok := role.Allows(p.ID); !ok {
			continue
		}
		if _, ok := law.Grantable(p.ID, "", on, d.territory()); ok {
			out = append(out, p)
		}
	}
	return out
}

// vetted reports whether the clearance holds at the instant.
func (d *dossier) vetted(at time.Time) bool { return at.Before(d.vetting.Until()) }

// nextDue is the nearest thing that lapses by itself: when, and what, in words. The zero
// instant means that nothing does within the time that counts as soon.
func (d *dossier) nextDue() (time.Time, string) {
	if !d.has || !d.chief.State.State.Live() {
		return time.Time{}, ""
	}
	at := d.when.At
	var first time.Time
	n := 0
	for _, p := range d.standing.Powers {
		if p.Status != accred.PowerInForce || !soon(p.Until, at) {
			continue
		}
		switch {
		case first.IsZero() || p.Until.Before(first):
			first, n = p.Until, 1
		case p.Until.Equal(first):
			n++
		}
	}
	if soon(d.standing.Until, at) && (first.IsZero() || !first.Before(d.standing.Until)) {
		what := map[accred.Status]string{accred.StatusExpired: "Accreditation ", accred.StatusVettingOver: "Vetting ", accred.StatusCeased: "The employer’s arrangements "}[d.standing.Ends]
		verb := "ends on "
		if d.standing.Ends == accred.StatusCeased {
			verb = "end on "
		}
		return d.standing.Until, what + verb + clock.LastDay(d.standing.Until).Long()
	}
	if first.IsZero() {
		return first, ""
	}
	need := " powers need training by "
	if n == 1 {
		need = " power needs training by "
	}
	return first, strconv.Itoa(n) + need + clock.LastDay(first).Long()
}

// courses is the names of the courses passed for these powers, each once.
func (d *dossier) courses(of func(law.PowerID) bool) []string {
	var out []string
	for _, p := range d.training.Passes {
		if of(p.Power) && !slices.Contains(out, p.Course) {
			out = append(out, p.Course)
		}
	}
	return out
}
