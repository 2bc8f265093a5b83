package county

import "math/rand/v2"

// Everything by chance is drawn from the seed and a name for what is drawn, so that
// a change in one part of the plan leaves the others as they were.

// chance is a stream of its own for one purpose.
func chance(seed uint64, purpose string) *rand.Rand {
	return rand.New(rand.NewPCG(seed, hash(seed, purpose)))
}

// hash mixes a text into a number (FNV-1a, then a finaliser).
func hash(seed uint64, text string) uint64 {
	h := uint64(14695981039346656037) ^ seed
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return mix(h)
}

// mix spreads the bits of a number (the finaliser of SplitMix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// unit is a number from 0 up to 1 that belongs to the values given.
func unit(seed uint64, values ...int) float64 {
	h := seed
	for _, v := range values {
		h = mix(h ^ uint64(int64(v))*0x9e3779b97f4a7c15)
	}
	return float64(h>>11) / (1 << 53)
}

// one is any of the list.
func one[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
