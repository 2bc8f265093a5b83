package server

import "testing"

func TestEveryPageParses(t *testing.T) {
	t.Parallel()
	s, err := New(t.Context(), Config{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.site.Parse(); err != nil {
		t.Error(err)
	}
}
