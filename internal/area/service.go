package area

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/sign"
)

// Service reads and writes forces and areas.
type Service struct {
	db     *db.DB
	ledger *ledger.Ledger
	ring   *keyring.Ring
	// Origin is the address the program is reached at: the public address of a force whose
	// settings name none.
	Origin string
	// InUnit is how many accounts belong to a unit; see wire/hooks.go.
	InUnit func(tx *db.Tx, force id.Force, of id.Unit) (int, error)
	// Foresees and Diary are asked what a change of the settings touches; see foresee.go and
	// wire/foresee.go.
	Foresees []Foresee
	Diary    []diary.Source

	mu    sync.Mutex
	index map[id.Force]*held
}

// held is the areas of a force in memory, as of the entry that last changed one.
type held struct {
	stamp string
	areas []Version
	tree  *Tree
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, ring *keyring.Ring) *Service {
	return &Service{db: d, ledger: l, ring: ring, index: map[id.Force]*held{}}
}

var shortName = regexp.MustCompile(`^[a-z][a-z0-9-]{1,40}$`)

// AddForce sets up a force with its keys. It returns fault.Invalid for a bad name, for a bad
// host and for none where another force is set up already; and fault.Conflict if the short
// name or host is taken, or if the other force has no host and could not be reached any
// more. The operator does this at the machine; no account may.
func (s *Service) AddForce(ctx context.Context, f Force) error {
	var fs fault.Fields
	f.Host = plainHost(f.Host)
	if f.Host != "" && !hostName.MatchString(f.Host) {
		fs.Add("host", hostWanted)
	}
	if strings.TrimSpace(f.Name) == "" {
		fs.Add("name", "Enter the name of the force")
	}
	if !shortName.MatchString(f.Short) {
		fs.Add("short", "Enter a short name in small letters, for example eastmarch")
	}
	if err := fs.Err(); err != nil {
		return err
	}
	settings, err := json.Marshal(f.Settings)
	if err != nil {
		return err
	}
	who := authz.Actor{Force: f.ID, Name: "Operator", Role: authz.Operator}
	_, err = s.ledger.Do(ctx, who, "force.add", []ledger.Subject{ledger.About("force", f.ID)}, func(tx *db.Tx, e *ledger.Draft) error {
		taken, err := db.Count(tx, `SELECT COUNT(*) FROM force WHERE short_name = ? OR (host <> '' AND host = ?)`, f.Short, f.Host)
		if err != nil {
			return err
		}
		if taken > 0 {
			return fault.New(fault.Conflict, "A force of that short name or host is set up already.")
		}
		if err := beside(tx, f); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO force (id, name, short_name, host, settings, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
			string(f.ID), f.Name, f.Short, f.Host, string(settings), e.At); err != nil {
			return err
		}
		e.Say("Set up "+f.Name, "")
		e.Row("force/"+string(f.ID), clock.Forever, f.line(settings))
		end := clock.DayOf(e.At).AddYears(keyring.KeyYears).Start()
		for purpose, name := range map[sign.Purpose]string{sign.ForCards: "", sign.ForStatus: "", sign.ForCheckpoints: f.Origin()} {
			if _, err := s.ring.Make(tx, e, f.ID, purpose, name, e.At, end); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// line is the force as the ledger keeps it.
func (f Force) line(settings []byte) string {
	b, _ := json.Marshal([]string{f.Name, f.Short, f.Host})
	return string(b) + " " + string(settings)
}

// ForceRows reads the force itself for ledger.Verify.
func ForceRows(tx *db.Tx, force id.Force, yield func(ref string, until int64, body string, broken error) error) error {
	f, text, err := scanForce(tx.QueryRow(`SELECT `+forceColumns+` FROM force WHERE id = ?`, string(force)))
	if err != nil {
		return err
	}
	return yield("force/"+string(f.ID), clock.Millis(clock.Forever), f.line([]byte(text)), nil)
}

const forceColumns = "id, name, short_name, host, settings"

func scanForce(sc db.Scanner) (Force, string, error) {
	var f Force
	var text string
	if err := sc.Scan(&f.ID, &f.Name, &f.Short, &f.Host, &text); err != nil {
		return f, "", err
	}
	var err error
	f.Settings, err = readSettings(text)
	return f, text, err
}

// lately is the settings made from texts read before: nearly every request reads them, and
// they change a few times a year.
var lately struct {
	sync.Mutex
	of map[string]Settings
}

// readSettings makes settings of their text. Their lists are shared by all who read the
// same: nobody changes one in place.
func readSettings(text string) (Settings, error) {
	lately.Lock()
	defer lately.Unlock()
	if s, ok := lately.of[text]; ok {
		return s, nil
	}
	s := Defaults()
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, err
	}
	if lately.of == nil || len(lately.of) >= 64 {
		lately.of = map[string]Settings{}
	}
	lately.of[text] = s
	return s, nil
}

// Force is the force with its settings. It returns fault.NotFound if there is none.
func (s *Service) Force(tx *db.Tx, force id.Force) (Force, error) {
	f, _, err := scanForce(tx.QueryRow(`SELECT `+forceColumns+` FROM force WHERE id = ?`, string(force)))
	if db.NoRows(err) {
		return f, fault.New(fault.NotFound, "There is no such force.")
	}
	if set, ok := supposed(tx, force); ok {
		f.Settings = set
	}
	if f.Settings.PublicURL == "" {
		f.Settings.PublicURL = s.Origin
	}
	return f, err
}

// Forces is every force set up here, in the order of their names.
func (s *Service) Forces(tx *db.Tx) ([]Force, error) {
	return db.All(tx, func(sc db.Scanner) (Force, error) { f, _, err := scanForce(sc); return f, err },
		`SELECT `+forceColumns+` FROM force ORDER BY name`)
}

// Put sets an area from an instant on; an empty identity makes a new one. It returns
// the identity.
func (s *Service) Put(tx *db.Tx, e *ledger.Draft, area id.Area, a Area, from time.Time) (id.Area, error) {
	if strings.TrimSpace(a.Name) == "" {
		return "", fault.In("name", "Enter the name of the area")
	}
	if area == "" {
		area = id.New[id.Area]()
	}
	return area, table.Put(tx, e, string(area), a, from, clock.Forever)
}

// Find is an area as it stood. It returns fault.NotFound if there is none.
func (s *Service) Find(tx *db.Tx, force id.Force, area id.Area, w register.When) (Version, error) {
	return table.Find(tx, force, string(area), w)
}

// Of is every current area of a kind, in the order of their names; all kinds if kind is
// empty. The slice is shared: it is not to be changed.
func (s *Service) Of(tx *db.Tx, force id.Force, kind Kind) ([]Version, error) {
	h, err := s.hold(tx, force)
	if err != nil {
		return nil, err
	}
	if kind == "" {
		return h.areas, nil
	}
	var out []Version
	for _, v := range h.areas {
		if v.State.Kind == kind {
			out = append(out, v)
		}
	}
	return out, nil
}

// At is every current area that holds the point.
func (s *Service) At(tx *db.Tx, force id.Force, p geo.Point) ([]id.Area, error) {
	h, err := s.hold(tx, force)
	if err != nil {
		return nil, err
	}
	var out []id.Area
	for _, v := range h.areas {
		if v.State.Shape.Contains(p) {
			out = append(out, id.Area(v.ID))
		}
	}
	return out, nil
}

// Names gives the names of areas by identity, of all that are current.
func (s *Service) Names(tx *db.Tx, force id.Force) (map[id.Area]string, error) {
	h, err := s.hold(tx, force)
	if err != nil {
		return nil, err
	}
	out := make(map[id.Area]string, len(h.areas))
	for _, v := range h.areas {
		out[id.Area(v.ID)] = v.State.Name
	}
	return out, nil
}

// hold is the force's current areas, read again when one has changed.
func (s *Service) hold(tx *db.Tx, force id.Force) (*held, error) {
	var stamp string
	err := tx.QueryRow(`SELECT COALESCE(MAX(known_at), 0) || '/' || COUNT(*) FROM area WHERE force_id = ?`, string(force)).Scan(&stamp)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if h := s.index[force]; h != nil && h.stamp == stamp {
		return h, nil
	}
	vs, err := table.Current(tx, force, db.Where{}, "r.kind, r.name, r.id", 100000)
	if err != nil {
		return nil, err
	}
	h := &held{stamp: stamp, areas: vs, tree: NewTree(vs)}
	s.index[force] = h
	return h, nil
}
