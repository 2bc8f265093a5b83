package wire_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
	"watchword/internal/keyring"
	"watchword/internal/wire"
)

// files says in which column the state of each struct lies that names a stored file.
var files = map[string]string{
	"person.Person":   "person.state",
	"course.Evidence": "trainer.state",
	"course.Edition":  "manual.state",
	"liaison.Meeting": "meeting.state",
	"card.Card":       "card.state",
	"factory.Photo":   "photo_check.state",
	"policy.Version":  "policy_version.state",
	"complaint.File":  "complaint.state",
	"apply.Upload":    "application.state",
	"apply.Form":      "application.state",
}

// TestErasingKnowsEveryColumnThatNamesAFile finds the structs of states that name a stored
// file: one of which retention does not know would lose its file when another record is
// erased.
func TestErasingKnowsEveryColumnThatNamesAFile(t *testing.T) {
	t.Parallel()
	rooms := wire.New(dbtest.SQLite(t), clock.At(clock.Wall{}.Now()), keyring.New(keyring.Secret{1}), account.Config{})
	for _, name := range namingFiles(t) {
		column, ok := files[name]
		if !ok {
			t.Errorf("%s names a stored file: say in this test in which column its state lies, and name the column in Retention.Named", name)
		} else if !slices.Contains(rooms.Retention.Named, column) {
			t.Errorf("%s of %s is not in Retention.Named: erasing would destroy files that it names", column, name)
		}
	}
}

// namingFiles is the structs, as package.Name, with a field that JSON keeps and that is the
// hash of a file.
func namingFiles(t *testing.T) []string {
	var out []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "api") || strings.HasSuffix(filepath.Dir(path), "web") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			s, ok := spec.Type.(*ast.StructType)
			if ok && slices.ContainsFunc(s.Fields.List, keepsHash) {
				out = append(out, file.Name.Name+"."+spec.Name.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// keepsHash reports whether a field that JSON keeps has the type blob.Hash, or a name under
// which rooms keep one as text.
func keepsHash(f *ast.Field) bool {
	if f.Tag == nil || reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json") == "" {
		return false
	}
	if x, ok := f.Type.(*ast.SelectorExpr); ok && x.Sel.Name == "Hash" {
		return true
	}
	return slices.ContainsFunc(f.Names, func(n *ast.Ident) bool { return n.Name == "Hash" || n.Name == "Photo" || n.Name == "Small" })
}
