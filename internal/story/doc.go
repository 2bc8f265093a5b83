// Package story tells what people do with the program from end to end, and holds it to
// that: scripts in testdata that run the real program on both databases, the same stories
// clicked through in Chromium, the program killed at random instants, and the pictures of
// the README. It holds tests alone.
//
// Read testdata/*.txtar first, then script_test.go, which says what their words mean.
package story
