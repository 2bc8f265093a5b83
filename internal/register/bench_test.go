package register_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// BenchmarkWrite is one audited change of a registered row: the use case, its version in
// the register, its entry and place in the ledger, durable. Sixteen callers at once.
func BenchmarkWrite(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, open(b))
			var n atomic.Int64
			b.SetParallelism(8)
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := w.put(context.Background(), fmt.Sprint("r", n.Add(1)), post{Holder: "Ada"}, w.clock.Now(), clock.Forever); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkVerify is the check of a ledger of 100,000 entries, each with a row.
func BenchmarkVerify(b *testing.B) {
	w := newWorld(b, dbtest.SQLite(b))
	const entries = 100000
	for done := 0; done < entries; done += 1000 {
		err := w.db.Write(b.Context(), func(tx *db.Tx) error {
			for i := range 1000 {
				e := w.ledg.Begin(authz.Actor{Force: force, Account: "acc_1", Name: "Office", Role: authz.SchemeManager}, "post.change")
				if err := posts.Put(tx, e, fmt.Sprint("r", done+i), post{Holder: "Ada", Grade: i}, w.clock.Now(), clock.Forever); err != nil {
					return err
				}
				if err := w.ledg.Record(tx, e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for b.Loop() {
		if r := w.verify(b, ""); r.Fault != "" || r.Entries != entries {
			b.Fatalf("%+v", r)
		}
	}
	b.ReportMetric(entries*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}
