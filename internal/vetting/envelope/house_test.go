package envelope_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/vetting/vettingtest"
)

func must(t testing.TB, err error) {
	t.Helper()
	accredtest.Must(t, err)
}

// kind fails the test unless the error is of that kind.
func kind(t testing.TB, err error, want fault.Kind) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Errorf("the error is %v, want one that is %s", err, want)
	}
}

func each(t *testing.T, do func(t *testing.T, w *vettingtest.World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { do(t, vettingtest.New(t, d)) })
}
