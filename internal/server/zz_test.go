package server_test
import ("testing";"watchword/internal/server";"os";"fmt";"runtime/pprof";"sync";"sync/atomic";"time";"strconv")
func BenchmarkProf(b *testing.B) {
	people, _ := strconv.Atoi(os.Getenv("PEOPLE")); if people == 0 { people = 2600 }
	N := 20000
	if n, _ := strconv.Atoi(os.Getenv("N")); n > 0 { N = n }
	t := newTown(b, server.Config{Data: b.TempDir()}, people)
	var n atomic.Int64
	person := func() string { return string(t.persons[int(n.Add(1))%len(t.persons)]) }
	do := func() error { return t.train(person(), "2029-11-01", n.Load()) }
	if os.Getenv("WHAT") == "list" { do = func() error { return t.send("GET", "/people?state=in-force&sort=-number&offset=90", "") } }
	run := func(k int) { var left atomic.Int64; left.Store(int64(k)); var wg sync.WaitGroup
		for range 16 { wg.Go(func(){ for left.Add(-1) >= 0 { if err := do(); err != nil { b.Error(err); return } } }) }
		wg.Wait() }
	run(N/8)
	f, _ := os.Create("/tmp/w/cpu.out"); pprof.StartCPUProfile(f)
	for range 3 {
	before, at := processorTime(b), time.Now()
	run(N)
	fmt.Fprintf(os.Stderr, "%.0f/s, %d cpu-us\n", float64(N)/time.Since(at).Seconds(), (processorTime(b)-before).Microseconds()/int64(N))
	}
	pprof.StopCPUProfile(); f.Close()
}
